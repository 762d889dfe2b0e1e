import { type EmergencyAnswer, MINUTE_MS, type NewEmergency } from '@tieng-lang/protocol'
import { systemChance, systemClock } from '@tieng-lang/protocol/node'
import { eventually, type TestVillage } from '../village.ts'

/** Nobody asks local administration for a PIN. */
const PIN = '483920'
const freshId = () => `yc-${Buffer.from(systemChance.bytes(8)).toString('hex')}`

/** Raises a warning to the named clusters, once for ten minutes unless the test says otherwise. */
export function raiseTo(
  village: TestVillage,
  clusters: string[],
  changes: Partial<NewEmergency> = {},
): Promise<EmergencyAnswer> {
  const order: NewEmergency = {
    requestId: freshId(),
    ...{ status: 'Actual', event: 'flood', severity: 'Severe', text: '', language: 'vi' },
    repeatPlan: { soonTimes: 0, soonEveryS: 30, thenEveryS: null },
    expiresAt: systemClock.now() + 10 * MINUTE_MS,
    place: { areas: [], zones: [], clusters, polygons: [] },
    ...{ commander: 'Chủ tịch UBND xã', reason: 'Lũ về', pin: PIN },
    ...changes,
  }
  return village.administration.post<EmergencyAnswer>('/api/v1/emergencies', order)
}

/** Ends it: with the all clear, in silence, or with a correction. */
export function end(
  village: TestVillage,
  emergencyId: string,
  how: 'allClear' | 'cancel' | 'correction',
): Promise<EmergencyAnswer> {
  const order = { how, reason: 'Thử', pin: PIN, requestId: freshId() }
  return village.administration.post<EmergencyAnswer>(`/api/v1/emergencies/${emergencyId}/end`, order)
}

export function standingOf(village: TestVillage, emergencyId: string): Promise<EmergencyAnswer> {
  return village.administration.get<EmergencyAnswer>(`/api/v1/emergencies/${emergencyId}`)
}

/** Resolves when a cluster says that the first sounding of a warning is at its horn. */
export function sounding(village: TestVillage, clusterId: string, emergencyId: string): Promise<unknown> {
  const isSounding = () => village.health(clusterId)?.playing?.broadcastId === `${emergencyId}@1`
  return eventually(`${emergencyId} is at the horn of ${clusterId}`, isSounding)
}
