import type { EmergencyAnswer, EmergencyLine, NewEmergency, Page } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import type { RunningServer } from '@tieng-lang/server'
import { replacePin } from '../../../server/src/storage/accounts/pins.ts'
import { type Answered, signIn } from '../../../server/test/signed-in.ts'
import { COMMUNE } from './lay-out.ts'

const PIN = '483920'
const LOOK_EVERY_MS = 100
const ACCOUNTED_MS_MAX = 60_000
const LASTS_MS = 3_600_000

type Operator = ReturnType<typeof signIn>

/** An operator of the commune who has signed in and has a PIN, hashed at the real cost. */
export async function operatorWithPin(server: RunningServer): Promise<Operator> {
  const operator = signIn(server, 'lan', [['operator', COMMUNE.areaId]])
  const { database, passwords } = server.services
  const pinHash = await passwords.hashPin(PIN)
  replacePin(database, { operatorId: 'lan', pinHash, changedAt: systemClock.now() })
  return operator
}

export interface Triggered {
  emergencyId: string
  /** When the request left the page (Unix ms). */
  requestedAt: number
  answeredMs: number
  answer: EmergencyAnswer
}

/** Raises a storm over the commune, as a page does: one HTTP request with the PIN. */
export async function raiseStorm(operator: Operator): Promise<Triggered> {
  const body: NewEmergency = {
    requestId: 'emergency-benchmark',
    ...{ status: 'Actual', event: 'storm', severity: 'Severe', text: '', language: 'vi' },
    repeatPlan: { soonTimes: 1, soonEveryS: 300, thenEveryS: null },
    expiresAt: systemClock.now() + LASTS_MS,
    place: { areas: [COMMUNE.areaId], zones: [], clusters: [], polygons: [] },
    ...{ commander: 'Nguyễn Văn A', reason: 'Đo thời gian', pin: PIN },
  }
  const requestedAt = systemClock.now()
  const { status, body: answer } = await operator<EmergencyAnswer>('POST', '/emergencies', { body })
  if (status !== 200) throw new Error(`raising answered ${status}: ${JSON.stringify(answer)}`)
  return { emergencyId: answer.emergencyId, requestedAt, answeredMs: systemClock.now() - requestedAt, answer }
}

/** Looks at the page's list until nobody is waited for; from the request on, in milliseconds. */
export async function accountedMs(operator: Operator, { requestedAt }: Triggered): Promise<number> {
  const endAt = requestedAt + ACCOUNTED_MS_MAX
  for (;;) {
    const { body }: Answered<Page<EmergencyLine>> = await operator('GET', '/emergencies?state=open')
    const takenMs = systemClock.now() - requestedAt
    if (body.items[0]?.counts.waiting === 0) return takenMs
    if (systemClock.now() > endAt) throw new Error(`waiting still: ${JSON.stringify(body.items[0]?.counts)}`)
    await new Promise<void>((resolve) => systemClock.after(LOOK_EVERY_MS, resolve))
  }
}

/** How it stands, cluster by cluster; then it is taken back, so that recordings stay short. */
export async function lookAndCancel(
  operator: Operator,
  { emergencyId }: Triggered,
): Promise<EmergencyAnswer> {
  const { body } = await operator<EmergencyAnswer>('GET', `/emergencies/${emergencyId}`)
  const end = { how: 'cancel', reason: '', pin: PIN, requestId: 'emergency-benchmark-end' }
  await operator('POST', `/emergencies/${emergencyId}/end`, { body: end })
  return body
}
