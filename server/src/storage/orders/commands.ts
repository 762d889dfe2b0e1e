import type { ClusterId, CommandBody } from '@tieng-lang/protocol'
import { type Database, query } from '../database.ts'

/** What became of a command: `sent` until the cluster answers or the wait ends. */
export type CommandOutcome = 'sent' | 'acknowledged' | 'refused' | 'unanswered' | 'notSent'

export interface StoredCommand {
  commandId: string
  clusterId: ClusterId
  body: CommandBody
  givenBy: string
  sealedAt: number
  traceId: string | null
}

/** Recorded first, then sent (DESIGN §1). */
export function insertCommand(database: Database, command: StoredCommand): void {
  database.run(
    query.insertInto('commands').values({
      ...command,
      body: JSON.stringify(command.body),
      outcome: 'sent',
      detail: null,
      answeredAt: null,
    }),
  )
}

/** What became of a command, at `answeredAt` (Unix ms); of an id that is not there nothing is changed. */
export function replaceCommandOutcome(
  database: Database,
  commandId: string,
  answer: { outcome: CommandOutcome; detail: string | null; answeredAt: number },
): void {
  database.run(query.updateTable('commands').set(answer).where('commandId', '=', commandId))
}
