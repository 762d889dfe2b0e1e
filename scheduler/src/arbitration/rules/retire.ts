import { type PlayoutReason, SECOND_MS } from '@tieng-lang/protocol/browser'
import { close } from '../inputs/player-reports.ts'
import type { Held } from '../output.ts'
import { endForGood, positionMsAt, record, type Turn, takeOut } from '../turn.ts'
import { isPlanned } from './rank.ts'
import { joinedUntil } from './relay.ts'

/** How long the player's word is waited for once a sound was told to end. */
export const ENDING_WAIT_MS = 2 * SECOND_MS
/** How long after its end a sound counts as sounding without the player's word: the output has failed. */
export const OVERDUE_MS = 10 * SECOND_MS
/** What a join behind a sound that itself began a moment late may add to any lateness rule. */
const LATENESS_GRACE_MS = SECOND_MS

/**
 * From when on the sound is too late to start; what goes on is late against the sample at which it goes on. A relay that
 * has begun is joined again as long as it lasts.
 */
export function tooLateFrom({ sound, fromMs, because }: Held): number {
  const overAt = joinedUntil(sound)
  if (overAt !== null && because !== null) return overAt
  const lateAt = sound.dueAt + fromMs + sound.latenessMsMax + LATENESS_GRACE_MS
  return Math.min(lateAt, overAt ?? lateAt)
}

/** Why a relay that is over before it could be joined was not heard, or not wholly. */
export function whyOver({ because }: Held): 'tooLate' | 'agentRestarted' | 'preempted' {
  if (because === null) return 'tooLate'
  return because === 'agentRestarted' ? because : 'preempted'
}

/** Writes off what can no longer be heard: too late, expired, or never reported by the player. */
export function retire(turn: Turn): void {
  retireEnding(turn)
  retireOverdue(turn)
  retireLate(turn)
  retireExpired(turn)
}

function retireEnding(turn: Turn): void {
  for (const { playing, reason, toldAt } of turn.output.ending) {
    if (turn.now - toldAt < ENDING_WAIT_MS) continue
    close(turn, playing, { positionMs: positionMsAt(playing, toldAt), reason, endedAt: toldAt })
  }
}

/** Not without a trusted clock: it may have stepped, and what sounds goes on to its end. */
function retireOverdue(turn: Turn): void {
  const { output, now } = turn
  const { current } = output
  if (!current || current.endAt === null || !output.isClockTrusted) return
  if (now - current.endAt >= OVERDUE_MS) endForGood(turn, current, 'outputFailed')
}

/** The waiting stand in order of `dueAt`, so the first that is not yet due ends the search. */
function retireLate(turn: Turn): void {
  const { output, now } = turn
  const reason = output.isClockTrusted ? 'tooLate' : 'clockUntrusted'
  for (const held of output.waiting) {
    if (held.sound.dueAt >= now) break
    if (now > tooLateFrom(held)) writeOff(turn, held, reason)
  }
  for (const held of output.interrupted) {
    // A rule to go on after an interruption is not bound by lateness; a restart of the agent and a lost clock are.
    const isBound = held.because === 'agentRestarted' || held.sound.relay || !output.isClockTrusted
    if (!isPlanned(held.sound) || !isBound || now <= tooLateFrom(held)) continue
    writeOff(turn, held, output.isClockTrusted ? whyOver(held) : 'clockUntrusted')
  }
}

/** Nobody can say that it is over without a trusted clock, but of what the cluster began by this very clock. */
function retireExpired(turn: Turn): void {
  const { output, now } = turn
  for (const held of [...output.urgent, ...output.interrupted]) {
    const { emergency } = held.sound
    const isJudged = output.isClockTrusted || emergency?.isLocal
    if (emergency && isJudged && emergency.expiresAt <= now) writeOff(turn, held, 'expired')
  }
}

function writeOff(turn: Turn, held: Held, reason: PlayoutReason): void {
  takeOut(turn, held)
  record(turn, held, { reason, endedAt: null })
}
