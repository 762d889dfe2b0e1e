import type { AreaId } from '../ids.ts'
import type { Grant, Role } from './people.ts'

/**
 * What each role may do on its area and everything below it (R26). What stands here for no role is allowed to nobody.
 * A person's grants add up; an administrator administers, and does all else as well, but for four eyes (R9), which
 * count persons, not roles.
 */
export const PERMISSIONS = {
  look: ['administrator', 'broadcaster', 'approver', 'operator', 'technician', 'auditor'],
  'bulletin.write': ['administrator', 'broadcaster', 'operator'],
  'bulletin.review': ['administrator', 'approver'],
  'programme.write': ['administrator', 'broadcaster', 'operator'],
  'programme.review': ['administrator', 'approver'],
  'sound.stop': ['administrator', 'broadcaster', 'operator', 'technician'],
  'sound.command': ['administrator', 'broadcaster', 'operator', 'technician'],
  'live.speak': ['administrator', 'broadcaster', 'operator'],
  'emergency.raise': ['administrator', 'broadcaster', 'operator'],
  'emergency.resolve': ['administrator', 'broadcaster', 'operator', 'technician'],
  'cluster.write': ['administrator', 'technician'],
  'tree.write': ['administrator'],
  'people.write': ['administrator'],
  'machine.look': ['administrator'],
  'audit.read': ['administrator', 'auditor'],
  'backup.make': ['administrator'],
} as const satisfies Record<string, readonly Role[]>

export type Permission = keyof typeof PERMISSIONS

/** Everything, whatever area it lies in; only a grant with `areaId: null` covers it. */
export const EVERYWHERE = 'everywhere'

/**
 * The one question about rights: does any of these grants allow this on a place whose areas, from the root down, are
 * `areaPath`? Default deny.
 */
export function mayDo(
  grants: readonly Grant[],
  permission: Permission,
  areaPath: readonly AreaId[] | typeof EVERYWHERE,
): boolean {
  const roles: readonly Role[] = PERMISSIONS[permission]
  return grants.some(
    ({ role, areaId }) =>
      roles.includes(role) && (areaId === null || (areaPath !== EVERYWHERE && areaPath.includes(areaId))),
  )
}
