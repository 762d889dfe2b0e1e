import type { CommandAnswerLine, CommandName } from '@tieng-lang/protocol'
import type { RecordJudgement } from './playouts/storing/record-judgement.ts'

/** Told of what happens, for whoever counts it. Nothing here may fail or take long. */
export interface Tally {
  commandAnswered(name: CommandName, answer: Pick<CommandAnswerLine, 'outcome' | 'afterMs'>): void
  /** Undefined: of a cluster that nobody knows. */
  recordJudged(kind: RecordJudgement['kind'] | undefined): void
  receiptsDelivered(): void
  refused(code: string, times: number): void
}
