import { CodedError, type Id, type NewZone, newId, type Zone } from '@tieng-lang/protocol'
import { recordAct } from '../../access/audit.ts'
import type { Principal } from '../../access/principal.ts'
import { isTargeted } from '../../storage/tree/place-references.ts'
import {
  insertZone,
  listZoneMembers,
  removeZone as removeZoneRow,
  renameZone,
} from '../../storage/tree/zones.ts'
import { checkVersion } from '../../storage/versions.ts'
import { areaAt, zoneAt } from '../places.ts'
import type { Services } from '../services.ts'
import { zoneAnswer } from './answers.ts'

/** Throws `areaNotFound`, `alreadyExists` (id, or name within the area). */
export function addZone(
  { database, chance, clock, updates }: Services,
  wanted: NewZone,
  by: Principal,
): Zone {
  const at = clock.now()
  const { areaId, name } = wanted
  const zoneId = wanted.zoneId ?? newId('vung', chance)
  database.transaction(() => {
    areaAt(database, areaId)
    insertZone(database, { zoneId, areaId, name, createdAt: at })
    recordAct(database, { at, by, act: 'zone.add', areaIds: [areaId], subject: zoneId, detail: { name } })
  })
  updates.changed('zones', zoneId)
  return zoneAnswer(zoneAt(database, zoneId))
}

export interface ZoneOrder {
  zoneId: Id
  /** `If-Match`. */
  expected: number | 'any'
  name: string
}

/** Throws `zoneNotFound`, `changedMeanwhile`, `alreadyExists`. */
export function changeZone(
  { database, clock, updates }: Services,
  { zoneId, expected, name }: ZoneOrder,
  by: Principal,
): Zone {
  const at = clock.now()
  database.transaction(() => {
    const before = zoneAt(database, zoneId)
    checkVersion(zoneAnswer(before), expected)
    renameZone(database, { ...before, name })
    const detail = { name: { from: before.name, to: name } }
    recordAct(database, { at, by, act: 'zone.change', areaIds: [before.areaId], subject: zoneId, detail })
  })
  updates.changed('zones', zoneId)
  return zoneAnswer(zoneAt(database, zoneId))
}

/** Removes a zone without clusters that no programme is aimed at. Throws `zoneNotFound`, `changedMeanwhile`, `stillReferenced`. */
export function removeZone(
  { database, clock, updates }: Services,
  { zoneId, expected }: Omit<ZoneOrder, 'name'>,
  by: Principal,
): void {
  const at = clock.now()
  database.transaction(() => {
    const before = zoneAt(database, zoneId)
    checkVersion(zoneAnswer(before), expected)
    const members = listZoneMembers(database, zoneId)
    if (members.length > 0)
      throw new CodedError('stillReferenced', `${members.length} clusters belong to ${zoneId}`)
    if (isTargeted(database, zoneId))
      throw new CodedError('stillReferenced', `a programme is aimed at ${zoneId}`)
    removeZoneRow(database, zoneId)
    const detail = { name: before.name }
    recordAct(database, { at, by, act: 'zone.remove', areaIds: [before.areaId], subject: zoneId, detail })
  })
  updates.changed('zones', zoneId)
}
