import { close } from './inputs/player-reports.ts'
import { noteSession } from './memory.ts'
import type { Decision, Output, Playing } from './output.ts'
import { awaitTime } from './rules/time-asked.ts'
import { afterInterruption, clear, heldOf, heldSounds, positionMsAt, putBack, type Turn } from './turn.ts'

/**
 * Takes up what an agent wrote down before it died. What sounded is interrupted where it was at its last decision and
 * treated by its rule, lateness included; what was only armed waits again; what was told to end has its record. The
 * clock is not trusted until a `clock` input says so. A live session that ended meanwhile needs its `announceEnd`.
 *
 * @param output as the last decision gave it, read back from JSON
 */
export function restore(output: Output, now: number): Decision {
  // A wait of an earlier life says nothing: the wall clock is not trusted, and an older agent wrote none.
  const interrupted = output.interrupted.map(({ leavingSince: _, heardBeforeMs: __, ...held }) => held)
  const woken: Output = { ...output, interrupted, isClockTrusted: false, timeAskedAt: null }
  const turn: Turn = { output: woken, effects: [], now }
  const diedAt = output.decidedAt
  for (const { playing, reason, toldAt } of output.ending) {
    close(turn, playing, { positionMs: positionMsAt(playing, toldAt), reason, endedAt: toldAt })
  }
  for (const playing of [output.next, output.current]) {
    if (playing) takeUp(turn, playing, diedAt)
  }
  if (heldSounds(turn.output).some(({ sound }) => sound.emergency && !sound.emergency.isLocal))
    awaitTime(turn)
  return { output: turn.output, effects: turn.effects }
}

function takeUp(turn: Turn, playing: Playing, diedAt: number): void {
  clear(turn, playing)
  if (!playing.isHeard) {
    // Its first samples may have been heard without a word of it: its session is taken to have begun.
    if (playing.startAt <= diedAt) noteSession(turn, playing.sound, playing.startAt)
    putBack(turn, heldOf(playing))
    return
  }
  const positionMs = positionMsAt(playing, diedAt)
  const goingOn = afterInterruption(playing, positionMs, 'agentRestarted')
  if (goingOn) putBack(turn, goingOn)
  else close(turn, playing, { positionMs, reason: 'agentRestarted', endedAt: diedAt })
}
