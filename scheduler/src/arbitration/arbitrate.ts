import { decide } from './decide.ts'
import { onEmergency, raiseRepeats } from './inputs/emergencies.ts'
import { onLengthKnown } from './inputs/length.ts'
import { onNext, onPause, onStop } from './inputs/operator-inputs.ts'
import { onAnnounce, onAnnounceEnd, onAnnounceMissed, onDue, onPlanChanged } from './inputs/plan-inputs.ts'
import { onCut, onFailed, onFinished, onInterruptedAt, onStarted } from './inputs/player-reports.ts'
import { onClock, recheckLimits } from './inputs/recheck.ts'
import { forgetOld } from './memory.ts'
import type { Decision, Output, OutputInput } from './output.ts'
import { retire } from './rules/retire.ts'
import type { Turn } from './turn.ts'

/**
 * The one place that decides what is heard: takes what is known, what has happened and the instant (Unix ms) at which it
 * is decided; gives what is known now, and what is to be done, in order. Pure: `output` is never changed. No order of
 * inputs makes it throw; only `rules` with a time zone that `isTimeZone` refuses does (`RangeError`).
 */
export function arbitrate(output: Output, input: OutputInput, now: number): Decision {
  const turn: Turn = { output: { ...output, decidedAt: now }, effects: [], now }
  take(turn, input)
  retire(turn)
  raiseRepeats(turn)
  decide(turn)
  forgetOld(turn)
  return { output: turn.output, effects: turn.effects }
}

function take(turn: Turn, input: OutputInput): void {
  switch (input.kind) {
    case 'rules':
      turn.output.rules = input.rules
      recheckLimits(turn)
      break
    case 'due':
      onDue(turn, input.sounds)
      break
    case 'planChanged':
      onPlanChanged(turn, input)
      break
    case 'announce':
      onAnnounce(turn, input)
      break
    case 'announceEnd':
      onAnnounceEnd(turn, input.soundId)
      break
    case 'announceMissed':
      onAnnounceMissed(turn, input.sound)
      break
    case 'emergency':
      onEmergency(turn, input)
      break
    case 'started':
      onStarted(turn, input)
      break
    case 'lengthKnown':
      onLengthKnown(turn, input)
      break
    case 'finished':
      onFinished(turn, input)
      break
    case 'cut':
      onCut(turn, input)
      break
    case 'failed':
      onFailed(turn, input)
      break
    case 'interruptedAt':
      onInterruptedAt(turn, input)
      break
    case 'stop':
      onStop(turn, input.broadcastId)
      break
    case 'pause':
      onPause(turn)
      break
    case 'resume':
      turn.output.isPaused = false
      break
    case 'next':
      onNext(turn)
      break
    case 'clock':
      onClock(turn, input.isTrusted, input.steppedMs)
      break
    case 'tick':
      break
  }
}
