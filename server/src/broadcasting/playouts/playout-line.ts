import type { PlayoutLineAnswer } from '@tieng-lang/protocol'
import type { SoundNames } from '../cluster-board/sound-names.ts'

/** A record as it is stored: the columns hold what the record's shape allows. */
type StoredLine = Omit<
  PlayoutLineAnswer,
  'title' | 'programmeName' | 'isRelay' | 'evidence' | 'outcome' | 'reason'
> & {
  evidence: string
  outcome: string
  reason: string | null
  /** As it was called when it was stored; absent or null in a record of which only the sound is known. */
  title?: string | null
  programmeName?: string | null
}

/** A record as it is shown: with the title that people know it by. */
export function playoutLineOf(line: StoredLine, names: SoundNames): PlayoutLineAnswer {
  const { clusterId, occurrenceId, broadcastId, evidence, outcome, reason } = line
  const { dueAt, startedAt, endedAt, askedMs, heardMs } = line
  const found = names.of(occurrenceId)
  const title = line.title ?? found.title
  const programmeName = line.programmeName ?? found.programmeName
  // The columns hold what the record's shape allows.
  return {
    ...{ clusterId, occurrenceId, broadcastId, title, programmeName, isRelay: found.isRelay },
    ...{
      evidence: evidence as PlayoutLineAnswer['evidence'],
      outcome: outcome as PlayoutLineAnswer['outcome'],
    },
    reason: reason as PlayoutLineAnswer['reason'],
    ...{ dueAt, startedAt, endedAt, askedMs, heardMs },
  }
}
