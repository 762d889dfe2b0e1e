import { localDateAt } from '../../calendar/civil-text.ts'
import { quietSpanAt } from '../../quiet-hours.ts'
import type { Held, Output } from '../output.ts'
import type { Sound } from '../sound.ts'
import { isActual } from './rank.ts'
import { placedAt } from './relay.ts'

type LimitReason = 'quietHours' | 'sessionTooLong'

/** How far a sound may be heard; `at` is null without limits. */
export interface Limit {
  readonly at: number | null
  readonly reason: LimitReason | null
}

export type Admission =
  | { readonly isAdmitted: true; readonly limit: Limit }
  | { readonly isAdmitted: false; readonly reason: LimitReason | 'sessionsPerDay' }

const NO_LIMIT: Limit = { at: null, reason: null }
const ADMITTED: Admission = { isAdmitted: true, limit: NO_LIMIT }

/**
 * The first instant at which `sound`, audible from `startAt`, may no longer be heard: where quiet hours begin or its
 * session has lasted `sessionMinutesMax`, whichever is first. At or before `startAt` where it may not be heard at all.
 */
export function limitOf(output: Output, sound: Sound, startAt: number): Limit {
  if (isActual(sound)) return NO_LIMIT
  const { quietHours, timeZone } = output.rules
  const quietAt = quietSpanAt(quietHours, startAt, timeZone)?.beginsAt ?? null
  const sessionEndAt =
    quietHours.sessionMinutesMax === undefined
      ? null
      : sessionStartAt(output, sound, startAt) + quietHours.sessionMinutesMax * 60_000
  if (quietAt !== null && (sessionEndAt === null || quietAt <= sessionEndAt)) {
    return { at: quietAt, reason: 'quietHours' }
  }
  return sessionEndAt === null ? NO_LIMIT : { at: sessionEndAt, reason: 'sessionTooLong' }
}

/** Whether a sound may start at `startAt`: what would run past a limit does not, unless it may be cut there. */
export function admit(output: Output, held: Held, startAt: number): Admission {
  const { sound, fromMs } = placedAt(held, startAt)
  if (isActual(sound)) return ADMITTED
  const limit = limitOf(output, sound, startAt)
  if (limit.at !== null && limit.reason !== null) {
    const isLive = sound.durationMs === null
    const runsPast = isLive || startAt + (sound.durationMs ?? 0) - fromMs > limit.at
    const mayBeCut = isLive || sound.mayBeCut
    if (limit.at <= startAt || (runsPast && !mayBeCut)) return { isAdmitted: false, reason: limit.reason }
  }
  if (isOneSessionTooMany(output, sound)) return { isAdmitted: false, reason: 'sessionsPerDay' }
  return { isAdmitted: true, limit }
}

/** Start of the sound's session: as it began, as it is about to, or with this sound. */
function sessionStartAt(output: Output, { broadcastId }: Sound, startAt: number): number {
  const begun = output.sessions.find((session) => session.broadcastId === broadcastId)
  if (begun) return begun.startedAt
  const armed = [output.current, output.next].find((playing) => playing?.sound.broadcastId === broadcastId)
  return Math.min(armed?.startAt ?? startAt, startAt)
}

function isOneSessionTooMany(output: Output, sound: Sound): boolean {
  const { quietHours, timeZone } = output.rules
  if (quietHours.sessionsPerDayMax === undefined) return false
  if (output.sessions.some((session) => session.broadcastId === sound.broadcastId)) return false
  const date = localDateAt(sound.slotAt, timeZone)
  const others = new Set(output.sessions.filter((session) => session.date === date).map((s) => s.broadcastId))
  for (const armed of [output.current, output.next]) {
    // Armed but not yet heard: it will have begun by the time this one starts.
    if (!armed || isActual(armed.sound) || localDateAt(armed.sound.slotAt, timeZone) !== date) continue
    others.add(armed.sound.broadcastId)
  }
  others.delete(sound.broadcastId)
  return others.size >= quietHours.sessionsPerDayMax
}
