import type { AreaId, Permission, SessionAnswer } from '@tieng-lang/protocol/browser'
import { type EVERYWHERE, mayDo, PERMISSIONS } from '@tieng-lang/protocol/browser'
import { createContext, useContext } from 'react'

export const SessionContext = createContext<SessionAnswer | null>(null)

/** Who is signed in. */
export function useSession(): SessionAnswer {
  const session = useContext(SessionContext)
  if (!session) throw new Error('useSession outside SessionGate')
  return session
}

/**
 * May I do this on a place whose areas, from the root down, are `areaPath`? The same table as the server's, which
 * decides; the page only does not offer what would be refused.
 */
export function useMay(permission: Permission, areaPath: readonly AreaId[] | typeof EVERYWHERE): boolean {
  return mayDo(useSession().grants, permission, areaPath)
}

/** May I do this anywhere at all? Decides what the navigation offers. */
export function useMaySomewhere(permission: Permission): boolean {
  const { grants } = useSession()
  return maySomewhere(grants, permission)
}

/** Whether any of the grants allows it, wherever that is. */
export function maySomewhere(grants: SessionAnswer['grants'], permission: Permission): boolean {
  const roles: readonly string[] = PERMISSIONS[permission]
  return grants.some(({ role }) => roles.includes(role))
}
