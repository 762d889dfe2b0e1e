import type { PlayoutReason } from '@tieng-lang/protocol/browser'
import type { Held, Playing } from './output.ts'
import { admit } from './rules/limits.ts'
import { type Candidate, compareCandidates, isActual, isPlanned, preempts } from './rules/rank.ts'
import { joinedUntil } from './rules/relay.ts'
import { ENDING_WAIT_MS, tooLateFrom, whyOver } from './rules/retire.ts'
import { isTimeAwaited } from './rules/time-asked.ts'
import { arm, record, suspend, type Turn, takeOut } from './turn.ts'

/** What is to be heard within this time counts as heard for all that may not pre-empt in the middle. */
const COMMITTED_MS = 200

/** Every step arms, disarms or records something, so this is never reached; a broken rule would end here, not hang. */
const STEPS_MAX = 10_000

/** Decides until nothing more is to be decided now. */
export function decide(turn: Turn): void {
  for (let step = 0; step < STEPS_MAX; step++) {
    promote(turn)
    if (!preemptStep(turn) && !armStep(turn)) return
  }
}

/** What was armed to follow stands first once nothing sounds before it. */
function promote({ output }: Turn): void {
  if (output.current || !output.next) return
  output.current = output.next
  output.next = null
}

/** Lets the highest that may take the loudspeaker in the middle take it. True where something changed. */
function preemptStep(turn: Turn): boolean {
  const { output, now } = turn
  const { current, next } = output
  if (!current || (output.urgent.length === 0 && output.interrupted.length === 0)) return false
  const best = [...output.urgent, ...output.interrupted]
    .filter((held) => mayStart(turn, held) && preempts(held.sound, current.sound))
    .map((held) => ({ held, startAt: now }))
    .sort(compareCandidates)[0]
  if (!best) return false
  const admission = admit(output, best.held, now)
  if (!admission.isAdmitted) {
    refuse(turn, best.held, admission.reason)
    return true
  }
  if (next) suspend(turn, next, 'preempted')
  suspend(turn, current, 'preempted')
  arm(turn, best.held, { startAt: now, limit: admission.limit, after: null })
  return true
}

/** Arms the first candidate whose time is near, behind what sounds or is armed. True where something changed. */
function armStep(turn: Turn): boolean {
  const { output, now } = turn
  const { current, next } = output
  if (current && !isUnderWay(turn, current)) {
    const best = bestCandidate(turn, now)
    if (best && isDisplaced(turn, current, best)) {
      if (next) suspend(turn, next, 'preempted')
      suspend(turn, current, 'preempted')
      return true
    }
  }
  // Nothing is armed behind a live voice: nobody knows when it ends.
  if (current && (current.endAt === null || current.sound.durationMs === null)) return false
  // Nor behind what was to begin at once, until the player says when it did: that is when it ends, to the sample.
  if (current && !current.isHeard && current.startAt <= now) return false
  const best = bestCandidate(turn, Math.max(now, current?.endAt ?? now))
  if (!best || best.startAt - output.rules.leadMs > now) return false
  if (!next) return startOrRefuse(turn, best)
  if (isUnderWay(turn, next) || !isDisplaced(turn, next, best)) return false
  suspend(turn, next, 'preempted')
  return true
}

function startOrRefuse(turn: Turn, { held, startAt }: Candidate): boolean {
  const { output } = turn
  const isBound = isPlanned(held.sound) && (held.because === null || held.because === 'agentRestarted')
  const admission = admit(output, held, startAt)
  if (startAt > (joinedUntil(held.sound) ?? startAt)) refuse(turn, held, whyOver(held))
  else if (isBound && startAt > tooLateFrom(held)) refuse(turn, held, 'tooLate')
  else if (!admission.isAdmitted) refuse(turn, held, admission.reason)
  else arm(turn, held, { startAt, limit: admission.limit, after: output.current })
  return true
}

function refuse(turn: Turn, held: Held, reason: PlayoutReason): void {
  takeOut(turn, held)
  record(turn, held, { reason, endedAt: null })
}

/** The first to be chosen among all that may start, where the place is free from `freeAt` on. */
function bestCandidate(turn: Turn, freeAt: number): Candidate | null {
  const { output, now } = turn
  let best: Candidate | null = null
  const consider = (held: Held, startAt: number) => {
    if (!mayStart(turn, held)) return
    const candidate = { held, startAt }
    if (!best || compareCandidates(candidate, best) < 0) best = candidate
  }
  for (const held of output.urgent) consider(held, freeAt)
  for (const held of output.interrupted) consider(held, freeAt)
  for (const held of output.waiting) {
    if (held.sound.dueAt - output.rules.leadMs > now) break
    consider(held, Math.max(held.sound.dueAt, freeAt))
  }
  return best
}

/** Whether an armed sound gives way to a better one that is decided in time. */
function isDisplaced(turn: Turn, armed: Playing, best: Candidate): boolean {
  const { now, output } = turn
  if (best.startAt - output.rules.leadMs > now || armed.startAt - now <= COMMITTED_MS) return false
  return compareCandidates(best, { held: armed, startAt: armed.startAt }) < 0
}

function isUnderWay(turn: Turn, playing: Playing): boolean {
  return playing.isHeard || playing.startAt <= turn.now
}

/**
 * Whether the sound may start at all now. Without a trusted clock nothing from the plan does, and no Exercise or Test:
 * nobody can say that it is not night. An Actual emergency first waits for the server's time, for two seconds.
 */
function mayStart({ output, now }: Turn, { sound, leavingSince }: Held): boolean {
  if (isLeaving(leavingSince, now)) return false
  if (output.isPaused && sound.priority !== 'emergency') return false
  if (output.isClockTrusted) return true
  if (isPlanned(sound)) return false
  return sound.emergency === null || (isActual(sound) && !isTimeAwaited(output, sound.emergency, now))
}

/** Whether it still fades: then where it goes on is not known, and it cannot be armed. A player without a word is not waited for. */
function isLeaving(since: number | undefined, now: number): boolean {
  return since !== undefined && now >= since && now - since < ENDING_WAIT_MS
}
