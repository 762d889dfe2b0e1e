import { type PlayoutReason, SECOND_MS } from '@tieng-lang/protocol/browser'
import type { Held } from '../output.ts'
import type { Sound } from '../sound.ts'

/** Who has heard all of a relay but this has heard it; with less than this left of it it is not joined any more. */
const RELAY_TOLERANCE_MS = SECOND_MS

/** Whether it goes by the time and not by a recording: it is joined where it then is, and nothing of it can be made up for. */
export function isLive({ durationMs, relay }: Sound): boolean {
  return durationMs === null || relay !== undefined
}

/** A relay begins where it then is: the other station has not waited. Everything else begins where it was left. */
export function placedAt(held: Held, startAt: number): Held {
  const { relay, dueAt, durationMs } = held.sound
  if (!relay || durationMs === null) return held
  return { ...held, fromMs: Math.max(0, Math.min(durationMs, startAt - dueAt)) }
}

/** The last instant at which a sound could be joined by what it is; null where that does not end it. */
export function joinedUntil({ relay, dueAt, durationMs }: Sound): number | null {
  return relay && durationMs !== null ? dueAt + durationMs - RELAY_TOLERANCE_MS : null
}

/** As it is recorded where its station ended it at `positionMs`, before the plan would have. */
export function asEnded(sound: Sound, positionMs: number): Sound {
  const { relay, durationMs } = sound
  if (!relay || durationMs === null || positionMs > durationMs - RELAY_TOLERANCE_MS) return sound
  return { ...sound, durationMs: positionMs }
}

/** Why something of a relay was not heard that came to its own end; null where nothing is worth a word. */
export function whyNotWholeRelay({ sound, heardMs, interruptions, because }: Held): PlayoutReason | null {
  if (interruptions > 0) return because === 'agentRestarted' ? because : 'preempted'
  return heardMs >= (sound.durationMs ?? 0) - RELAY_TOLERANCE_MS ? null : 'joinedLate'
}
