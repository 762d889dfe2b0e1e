import {
  audienceOf,
  type Cancellable,
  type Chance,
  type Clock,
  type ClusterId,
  COMMAND_MS_MAX,
  CodedError,
  type CommandAnswerLine,
  type CommandBody,
  newId,
  SECOND_MS,
  type Signer,
  sealCommand,
  topicOf,
} from '@tieng-lang/protocol'
import type { BrokerLink } from '../../messaging/broker-link.ts'
import type { Database } from '../../storage/database.ts'
import { insertCommand, replaceCommandOutcome } from '../../storage/orders/commands.ts'
import { inSlices, inTransactions } from '../delivery/in-slices.ts'

/** What one cluster answered. */
export interface CommandAnswer extends CommandAnswerLine {
  commandId: string
}

export interface CommandDeskOptions {
  database: Database
  link: Pick<BrokerLink, 'send'>
  signer: Signer
  clock: Clock
  chance: Chance
  answerMsMax: number
  /** So many commands wait for an answer at most; stops are taken beyond it. */
  waitingMax?: number
  /** Whether a cluster is known to be there; undefined: it has no board yet. */
  isConnected(clusterId: ClusterId): boolean | undefined
  /** What went out or came back could not be recorded: to be counted. */
  onNotRecorded?(cause: CodedError): void
  /** Told of every command's end. */
  onEnded?(command: CommandToSend, answer: CommandAnswer): void
}

export interface GivenCommand {
  body: CommandBody
  givenBy: string
  /** The act that gave it, for the logs. */
  traceId?: string | undefined
  /** Recorded in the transaction of the first commands: the audit entry. */
  alsoRecord?(): void
  /** All have been handed to the broker link; answers may still come. */
  onSent?(): void
  /** As each answer comes. */
  onAnswer?(answer: CommandAnswer): void
}

type Answer = Pick<CommandAnswer, 'outcome' | 'detail'>
interface Waiting {
  clusterId: ClusterId
  answer(answer: Answer): void
}

export interface CommandToSend {
  commandId: string
  clusterId: ClusterId
  body: CommandBody
  traceId?: string | null
}

const WAITING_MAX = 20_000
/** One that is away is sent the command all the same, but nobody is kept waiting for it. */
const AWAY_ANSWER_MS_MAX = SECOND_MS

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
  give(clusterIds: readonly ClusterId[], command: GivenCommand): Promise<CommandAnswer[]> {
    const given = this.#give(clusterIds, command)
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

  async #give(clusterIds: readonly ClusterId[], command: GivenCommand): Promise<CommandAnswer[]> {
    const { database, clock, waitingMax = WAITING_MAX } = this.#options
    const { body, givenBy, traceId = null } = command
    // Whoever gives many commands keeps no stop out.
    if (body.name !== 'stop' && this.#waiting.size + clusterIds.length > waitingMax)
      throw new CodedError('tooBusy', `over ${waitingMax} commands wait for an answer`)
    const beganMs = clock.monotonicMs()
    const about = { body, givenBy, traceId }
    const given = clusterIds.map((clusterId) => ({ commandId: this.#newId(), clusterId, ...about }))
    const recorded = inTransactions(this.#options, given, (each) => {
      insertCommand(database, { ...each, sealedAt: clock.now() })
      if (each === given[0]) command.alsoRecord?.()
    })
    await (body.name === 'stop' ? this.#tolerate(recorded) : recorded)
    const answers: Promise<CommandAnswer>[] = []
    await inSlices(clock, given, (each) => {
      answers.push(this.#sendAndWait(each, { beganMs, onAnswer: command.onAnswer }))
    })
    command.onSent?.()
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

  #sendAndWait(
    command: CommandToSend,
    { beganMs, onAnswer }: { beganMs: number; onAnswer: GivenCommand['onAnswer'] | undefined },
  ): Promise<CommandAnswer> {
    const { clock, answerMsMax } = this.#options
    const { clusterId, commandId } = command
    const isConnected = this.#options.isConnected(clusterId)
    return new Promise((resolve) => {
      let timer: Cancellable | undefined
      const answer = (given: Answer) => {
        timer?.cancel()
        this.#waiting.delete(commandId)
        const answered = { clusterId, commandId, ...given, afterMs: clock.monotonicMs() - beganMs }
        onAnswer?.(answered)
        this.#options.onEnded?.(command, answered)
        resolve(answered)
      }
      if (isConnected === undefined) {
        answer({ outcome: 'notSent', detail: 'clusterNotEnrolled' })
        return
      }
      this.#waiting.set(commandId, { clusterId, answer })
      const waitMs = isConnected ? answerMsMax : Math.min(answerMsMax, AWAY_ANSWER_MS_MAX)
      const detail = isConnected ? null : 'notConnected'
      timer = clock.after(waitMs, () => answer({ outcome: 'unanswered', detail }))
      this.#send(command).catch((cause: unknown) => answer({ outcome: 'notSent', detail: codeOf(cause) }))
    })
  }

  #send({ commandId, clusterId, body, traceId }: CommandToSend): Promise<void> {
    const { clock, signer, link } = this.#options
    const sealedAt = clock.now()
    const command = {
      aud: audienceOf('commands', { clusterId }),
      id: commandId,
      sealedAt,
      expiresAt: sealedAt + COMMAND_MS_MAX,
      body,
      ...(typeof traceId === 'string' && { traceId }),
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
