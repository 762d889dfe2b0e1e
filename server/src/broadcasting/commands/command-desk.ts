import {
  audienceOf,
  type Cancellable,
  type Chance,
  type Clock,
  type ClusterId,
  COMMAND_MS_MAX,
  CodedError,
  type CommandBody,
  newId,
  type Signer,
  sealCommand,
  topicOf,
} from '@tieng-lang/protocol'
import type { BrokerLink } from '../../messaging/broker-link.ts'
import { type CommandOutcome, insertCommand, replaceCommandOutcome } from '../../storage/commands.ts'
import type { Database } from '../../storage/database.ts'
import { inSlices, inTransactions } from '../delivery/in-slices.ts'

/** What one cluster answered. */
export interface CommandAnswer {
  clusterId: ClusterId
  commandId: string
  outcome: Exclude<CommandOutcome, 'sent'>
  /** The refusal's code, or why it could not be sent. */
  detail: string | null
}

export interface CommandDeskOptions {
  database: Database
  link: Pick<BrokerLink, 'send'>
  signer: Signer
  clock: Clock
  chance: Chance
  answerMsMax: number
  /** What went out or came back could not be recorded: to be counted. */
  onNotRecorded?(cause: CodedError): void
}

type Answer = Pick<CommandAnswer, 'outcome' | 'detail'>
interface Waiting {
  clusterId: ClusterId
  answer(answer: Answer): void
}

interface CommandToSend {
  commandId: string
  clusterId: ClusterId
  body: CommandBody
}

const WAITING_MAX = 20_000

/** Records, seals and publishes commands, and brings each together with its answer. */
export class CommandDesk {
  readonly #options: CommandDeskOptions
  readonly #waiting = new Map<string, Waiting>()
  readonly #underWay = new Set<Promise<CommandAnswer[]>>()

  constructor(options: CommandDeskOptions) {
    this.#options = options
  }

  /**
   * One command to many clusters: recorded, sent, and each one's answer awaited up to the limit (`unanswered` after
   * it). Never rejects for what a cluster does. What cannot be recorded is not sent, but for a stop, which always is.
   */
  give(clusterIds: readonly ClusterId[], body: CommandBody, givenBy: string): Promise<CommandAnswer[]> {
    const given = this.#give(clusterIds, body, givenBy)
    this.#underWay.add(given)
    const forget = () => this.#underWay.delete(given)
    given.then(forget, forget)
    return given
  }

  /** Ends every wait and resolves when the last outcome has been recorded. */
  async stop(): Promise<void> {
    for (const { answer } of [...this.#waiting.values()])
      answer({ outcome: 'unanswered', detail: 'stopping' })
    await Promise.allSettled(this.#underWay)
  }

  async #give(
    clusterIds: readonly ClusterId[],
    body: CommandBody,
    givenBy: string,
  ): Promise<CommandAnswer[]> {
    const { database, clock } = this.#options
    if (this.#waiting.size + clusterIds.length > WAITING_MAX)
      throw new CodedError('tooBusy', `over ${WAITING_MAX} commands wait for an answer`)
    const given = clusterIds.map((clusterId) => ({ commandId: this.#newId(), clusterId, body, givenBy }))
    const recorded = inTransactions(this.#options, given, (command) =>
      insertCommand(database, { ...command, sealedAt: clock.now() }),
    )
    await (body.name === 'stop' ? this.#tolerate(recorded) : recorded)
    const answers: Promise<CommandAnswer>[] = []
    await inSlices(clock, given, (command) => {
      answers.push(this.#sendAndWait(command))
    })
    const answered = await Promise.all(answers)
    const noted = inTransactions(this.#options, answered, ({ commandId, outcome, detail }) =>
      replaceCommandOutcome(database, commandId, { outcome, detail, answeredAt: clock.now() }),
    )
    await this.#tolerate(noted)
    return answered
  }

  /** A full disk must neither keep a stop back nor hide what clusters have answered. */
  async #tolerate(recorded: Promise<void>): Promise<void> {
    try {
      await recorded
    } catch (cause) {
      if (!(cause instanceof CodedError)) throw cause
      this.#options.onNotRecorded?.(cause)
    }
  }

  /** Sends without recording and without waiting: the answer to a time nonce, many an hour. */
  tell(clusterId: ClusterId, body: CommandBody): Promise<void> {
    return this.#send({ commandId: this.#newId(), clusterId, body })
  }

  noteAcknowledged(clusterId: ClusterId, commandId: string): void {
    this.#answer(clusterId, commandId, { outcome: 'acknowledged', detail: null })
  }

  noteRefused(clusterId: ClusterId, commandId: string, code: string): void {
    this.#answer(clusterId, commandId, { outcome: 'refused', detail: code })
  }

  #newId(): string {
    return newId('cmd', this.#options.chance)
  }

  #sendAndWait(command: CommandToSend): Promise<CommandAnswer> {
    const { clock, answerMsMax } = this.#options
    const { clusterId, commandId } = command
    return new Promise((resolve) => {
      let timer: Cancellable | undefined
      const answer = (given: Answer) => {
        timer?.cancel()
        this.#waiting.delete(commandId)
        resolve({ clusterId, commandId, ...given })
      }
      this.#waiting.set(commandId, { clusterId, answer })
      timer = clock.after(answerMsMax, () => answer({ outcome: 'unanswered', detail: null }))
      this.#send(command).catch((cause: unknown) => answer({ outcome: 'notSent', detail: codeOf(cause) }))
    })
  }

  #send({ commandId, clusterId, body }: CommandToSend): Promise<void> {
    const { clock, signer, link } = this.#options
    const sealedAt = clock.now()
    const command = {
      aud: audienceOf('commands', { clusterId }),
      id: commandId,
      sealedAt,
      expiresAt: sealedAt + COMMAND_MS_MAX,
      body,
    }
    return link.send(topicOf('commands', { clusterId }), sealCommand(command, signer))
  }

  /** Only the cluster that was asked may answer. */
  #answer(clusterId: ClusterId, commandId: string, answer: Answer): void {
    const waiting = this.#waiting.get(commandId)
    if (waiting?.clusterId === clusterId) waiting.answer(answer)
  }
}

function codeOf(cause: unknown): string {
  return cause instanceof CodedError ? cause.code : 'internal'
}
