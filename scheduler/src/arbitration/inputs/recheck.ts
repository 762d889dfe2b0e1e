import { isQuietAt } from '../../quiet-hours.ts'
import type { Playing } from '../output.ts'
import { limitOf } from '../rules/limits.ts'
import { isActual, isPlanned } from '../rules/rank.ts'
import type { HeldEmergency } from '../sound.ts'
import { endAtOf, endForGood, release, type Turn } from '../turn.ts'
import { onTimeKnown } from './emergencies.ts'
import { replacePlaying } from './player-reports.ts'

/**
 * Holds what sounds or is armed against changed rules or a corrected clock. What is armed is decided anew where it would
 * now run past a limit; what sounds is cut at the new limit, at once where that has passed.
 */
export function recheckLimits(turn: Turn): void {
  for (const playing of [turn.output.next, turn.output.current]) {
    if (playing && !isActual(playing.sound)) recheck(turn, playing)
  }
}

function recheck(turn: Turn, playing: Playing): void {
  const { output, now } = turn
  const { quietHours, timeZone } = output.rules
  const isUnderWay = playing.isHeard || playing.startAt <= now
  if (isUnderWay && isQuietAt(quietHours, now, timeZone)) {
    endForGood(turn, playing, 'quietHours')
    return
  }
  const limit = limitOf(output, playing.sound, isUnderWay ? now : playing.startAt)
  if (limit.at === playing.cutAt) return
  if (!isUnderWay) release(turn, playing)
  else if (limit.at !== null && limit.at <= now) endForGood(turn, playing, limit.reason ?? 'sessionTooLong')
  else {
    const endAt = endAtOf(playing, playing.startAt, limit.at)
    replacePlaying(turn, playing, { ...playing, cutAt: limit.at, cutReason: limit.reason, endAt })
    turn.effects.push({ kind: 'limit', soundId: playing.sound.soundId, cutAt: limit.at })
  }
}

/**
 * The clock was found trusted or not, or was moved by `steppedMs`. What sounds goes on to its end and its instants move
 * along with the wall clock; what is planned and only armed waits again.
 */
export function onClock(turn: Turn, isTrusted: boolean, steppedMs: number): void {
  const { output } = turn
  output.isClockTrusted = isTrusted
  if (isTrusted && output.timeAskedAt !== null) onTimeKnown(turn)
  if (steppedMs !== 0) {
    output.current = output.current && shift(output.current, steppedMs)
    output.next = output.next && shift(output.next, steppedMs)
    output.ending = output.ending.map((ending) => ({ ...ending, toldAt: ending.toldAt + steppedMs }))
    output.sessions = output.sessions.map((session) => ({
      ...session,
      startedAt: session.startedAt + steppedMs,
    }))
    output.emergencies = output.emergencies.map((held) => shiftLocal(held, steppedMs))
  }
  if (steppedMs > 0) {
    // Kept for a time, they must not seem old because the clock was behind; set back, they are simply kept longer.
    output.stopped = output.stopped.map((stop) => ({ ...stop, stoppedAt: stop.stoppedAt + steppedMs }))
    output.done = output.done.map((done) => ({ ...done, doneAt: done.doneAt + steppedMs }))
  }
  for (const playing of [output.next, output.current]) {
    if (playing && isPlanned(playing.sound) && (!isTrusted || steppedMs !== 0)) release(turn, playing)
  }
  if (isTrusted) recheckLimits(turn)
}

/** What the cluster's own button began was dated by the clock that has been moved. */
function shiftLocal(held: HeldEmergency, byMs: number): HeldEmergency {
  if (!held.isLocal) return held
  const { sentAt, expiresAt } = held.emergency
  return {
    ...held,
    emergency: { ...held.emergency, sentAt: Math.max(0, sentAt + byMs), expiresAt: expiresAt + byMs },
  }
}

function shift(playing: Playing, byMs: number): Playing {
  const { startAt, endAt, cutAt } = playing
  return {
    ...playing,
    startAt: startAt + byMs,
    endAt: endAt === null ? null : endAt + byMs,
    cutAt: cutAt === null ? null : cutAt + byMs,
  }
}
