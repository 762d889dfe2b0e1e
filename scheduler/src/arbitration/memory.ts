import { DAY_MS } from '@tieng-lang/protocol/browser'
import { localDateAt } from '../calendar/civil-text.ts'
import type { Done, Session, Tombstone } from './output.ts'
import { isActual } from './rules/rank.ts'
import type { Sound } from './sound.ts'
import type { Turn } from './turn.ts'

/** How long finished sounds, stops and sessions are remembered (DESIGN §3, Time). */
const KEPT_MS = 2 * DAY_MS
/** Beyond these the oldest are forgotten. */
const DONE_MAX = 20_000
const STOPPED_MAX = 1_000
const SESSIONS_MAX = 1_000

/**
 * The ids of a `done` list. The list itself is never changed; the index moves on with each list made from the one before
 * it, so that a look-up costs the same on a busy day. A list without an index gets one when it is first asked.
 */
const indexes = new WeakMap<readonly Done[], Set<string>>()

function indexOf(done: readonly Done[]): Set<string> {
  const known = indexes.get(done)
  if (known) return known
  const ids = new Set(done.map(({ soundId }) => soundId))
  indexes.set(done, ids)
  return ids
}

/** Whether the sound already has its record. */
export function isDone(done: readonly Done[], soundId: string): boolean {
  return indexOf(done).has(soundId)
}

/** Notes that the sound has its record. */
export function noteDone(turn: Turn, soundId: string): void {
  const before = turn.output.done
  const ids = indexOf(before)
  const after = [...before, { soundId, doneAt: turn.now }]
  indexes.delete(before)
  ids.add(soundId)
  indexes.set(after, ids)
  turn.output.done = after
}

/** Notes a stop; the newest stands last. */
export function noteStopped(turn: Turn, broadcastId: string): void {
  const others = turn.output.stopped.filter((tombstone) => tombstone.broadcastId !== broadcastId)
  turn.output.stopped = [...others, { broadcastId, stoppedAt: turn.now }].slice(-STOPPED_MAX)
}

/** Whether a stop holds against this sound: by its broadcast, or by its emergency as a whole. */
export function isStopped(stopped: readonly Tombstone[], sound: Sound): boolean {
  return stopped.some(({ broadcastId }) => isNamedBy(broadcastId, sound))
}

/** Whether a stop of `broadcastId` means this sound. */
export function isNamedBy(broadcastId: string, sound: Sound): boolean {
  return broadcastId === sound.broadcastId || broadcastId === sound.emergency?.emergencyId
}

/** Notes that the sound's session has begun, with its first sound. Actual emergencies are not counted. */
export function noteSession(turn: Turn, sound: Sound, startedAt: number): void {
  const { sessions, rules } = turn.output
  if (isActual(sound) || sessions.some(({ broadcastId }) => broadcastId === sound.broadcastId)) return
  const date = localDateAt(sound.slotAt, rules.timeZone)
  const session: Session = { broadcastId: sound.broadcastId, date, startedAt }
  turn.output.sessions = [...sessions, session].slice(-SESSIONS_MAX)
}

/** A sounding of an emergency has begun: its end may be said. */
export function noteSounded(turn: Turn, { emergency: facts }: Sound): void {
  if (!facts) return
  turn.output.emergencies = turn.output.emergencies.map((held) =>
    held.emergency.emergencyId === facts.emergencyId ? { ...held, hasSounded: true } : held,
  )
}

/**
 * Forgets what is older than 48 h. Never by a clock that is not trusted: one that has leapt a year ahead would forget
 * everything, and step back to play it again.
 */
export function forgetOld(turn: Turn): void {
  const { output, now } = turn
  if (!output.isClockTrusted) return
  const oldestAt = now - KEPT_MS
  const { done, stopped, sessions, emergencies } = output
  // The oldest stands first, but for a clock that stepped; then it is forgotten a little later.
  if ((done[0] && done[0].doneAt < oldestAt - 3_600_000) || done.length > DONE_MAX) {
    output.done = done.filter(({ doneAt }) => doneAt >= oldestAt).slice(-DONE_MAX)
  }
  if (stopped[0] && stopped[0].stoppedAt < oldestAt) {
    output.stopped = stopped.filter(({ stoppedAt }) => stoppedAt >= oldestAt)
  }
  if (sessions[0] && sessions[0].startedAt < oldestAt) {
    output.sessions = sessions.filter(({ startedAt }) => startedAt >= oldestAt)
  }
  if (emergencies.some(({ emergency }) => emergency.expiresAt < oldestAt)) {
    output.emergencies = emergencies.filter(({ emergency }) => emergency.expiresAt >= oldestAt)
  }
}
