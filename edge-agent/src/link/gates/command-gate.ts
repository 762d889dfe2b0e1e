import {
  audienceOf,
  type Clock,
  COMMAND_MS_MAX,
  CodedError,
  type Command,
  ENVELOPE_REFUSALS,
  EXECUTION_REFUSALS,
  type Nonce,
  type Opened,
  openCommand,
  parseJson,
  parseJws,
  type RefusalCode,
  type SignatureCheck,
  TOPICS,
} from '@tieng-lang/protocol'
import type { AgentLog } from '../../observability/agent-log.ts'
import type { ClockTrust } from '../../stores/clock-trust.ts'
import type { CommandIds } from '../../stores/command-ids.ts'
import type { DocumentShelf } from '../../stores/document-shelf.ts'
import { SerialQueue } from '../../stores/serial-queue.ts'

export interface CommandGateOptions {
  clusterId: string
  clock: Clock
  shelf: DocumentShelf
  clockTrust: ClockTrust
  ids: CommandIds
  signatures: SignatureCheck
  onCommand: (command: Command) => Promise<void>
  onDone: (commandId: string) => void
  onChallenge: (nonce: Nonce) => void
  /** One line a command, with the act that it came of. */
  log?: AgentLog
  onRefused: (refusal: { code: RefusalCode; detail: string; regarding?: string }) => void
}

/** Commands that wait for earlier ones, or for keys that are being stored. */
const WAITING_MAX = 100
/** A key set still on its way to the disk can turn these into acceptance. */
export const KEY_CODES: readonly RefusalCode[] = ['unknownKey', 'keyNotAllowed', 'keyEnded']

/** Opens commands in order of arrival and has each carried out once (DESIGN §3). A stop waits for nothing. */
export class CommandGate {
  readonly #options: CommandGateOptions
  readonly #queue = new SerialQueue()
  #waitingForKeys = 0

  constructor(options: CommandGateOptions) {
    this.#options = options
  }

  /** Takes what came on the commands topic; never throws for it. */
  take(bytes: Uint8Array): void {
    const opened = this.#open(bytes)
    const mayHelp = !opened.ok && KEY_CODES.includes(opened.code) && !this.#options.shelf.isSettled()
    if (opened.ok) this.#admit(opened.value)
    else if (mayHelp && this.#waitingForKeys < WAITING_MAX) void this.#takeAfterKeys(bytes)
    else this.#refuse(opened, bytes)
  }

  /** The keys that were on their way when it came may know its key; after them it is judged once and for all. */
  async #takeAfterKeys(bytes: Uint8Array): Promise<void> {
    this.#waitingForKeys += 1
    await this.#options.shelf.settled()
    this.#waitingForKeys -= 1
    const opened = this.#open(bytes)
    if (opened.ok) this.#admit(opened.value)
    else this.#refuse(opened, bytes)
  }

  #open(bytes: Uint8Array): Opened<Command> {
    const { clusterId, shelf, signatures, clockTrust } = this.#options
    return openCommand(bytes, {
      audience: audienceOf('commands', { clusterId }),
      bytesMax: TOPICS.commands.bytesMax,
      keyring: shelf.keyring(),
      signatures,
      now: clockTrust.now(),
    })
  }

  #refuse({ code, detail }: { code: RefusalCode; detail: string }, bytes: Uint8Array): void {
    this.#options.onRefused({ code, detail, ...claimedId(bytes) })
  }

  #admit(command: Command): void {
    const { ids, clockTrust, onChallenge, onDone, onRefused } = this.#options
    const regarding = command.id
    const admission = ids.admit(command.id)
    const { body } = command
    // A stop beyond the memory of ids is carried out all the same: twice silent is silent.
    if (admission === 'replayed' || (admission !== 'take' && body.name !== 'stop')) {
      onRefused({ code: admission, detail: body.name, regarding })
    } else if (body.name === 'time') {
      const answer = clockTrust.answered(body.nonce, body.serverAt)
      if (answer === 'unknownNonce') onRefused({ code: 'replayed', detail: 'not our nonce', regarding })
      else onDone(command.id)
    } else if (body.name === 'challenge') {
      onChallenge(body.nonce)
    } else if (body.name === 'stop') {
      void this.#carryOut(command)
      void ids.record().catch((cause) => this.#tellStorage(cause, regarding))
    } else {
      this.#enqueue(command)
    }
  }

  #enqueue(command: Command): void {
    const { clock, onRefused } = this.#options
    if (this.#queue.size() >= WAITING_MAX) {
      onRefused({ code: 'tooManyCommands', detail: `${WAITING_MAX} wait`, regarding: command.id })
      return
    }
    const arrivedMs = clock.monotonicMs()
    void this.#queue.run(async () => {
      if (clock.monotonicMs() - arrivedMs > COMMAND_MS_MAX) {
        onRefused({ code: 'expired', detail: 'waited too long for others', regarding: command.id })
        return
      }
      await this.#record(command.id)
      await this.#carryOut(command)
    })
  }

  /** Recorded before it is carried out. A full disk must not make a cluster deaf, so then it is only told. */
  async #record(commandId: string): Promise<void> {
    try {
      await this.#options.ids.record()
    } catch (cause) {
      this.#tellStorage(cause, commandId)
    }
  }

  #tellStorage(cause: unknown, regarding: string): void {
    const code = executionCodeOf(cause) ?? 'storageFailed'
    this.#options.onRefused({ code, detail: 'the command id could not be recorded', regarding })
  }

  async #carryOut(command: Command): Promise<void> {
    const { id: commandId, traceId, body } = command
    const facts = { ...(traceId !== undefined && { traceId }), commandId, command: body.name }
    this.#options.log?.info(facts, 'a command is taken')
    try {
      await this.#options.onCommand(command)
    } catch (cause) {
      const code = executionCodeOf(cause)
      // Anything else is a broken invariant of our own and must not pass for a refusal.
      if (!code) throw cause
      this.#options.log?.warn({ ...facts, code }, 'a command was not carried out')
      this.#options.onRefused({ code, detail: String(cause), regarding: command.id })
      return
    }
    this.#options.log?.info(facts, 'a command is carried out')
    this.#options.onDone(command.id)
  }
}

const REFUSAL_CODES: readonly RefusalCode[] = [...ENVELOPE_REFUSALS, ...EXECUTION_REFUSALS]

function executionCodeOf(cause: unknown): RefusalCode | undefined {
  return cause instanceof CodedError ? REFUSAL_CODES.find((code) => code === cause.code) : undefined
}

/** The id that refused bytes claim to have: not believed, only repeated to whoever looks for it. */
export function claimedId(bytes: Uint8Array): { regarding?: string } {
  const parsed = parseJws(bytes, Math.min(bytes.length, CLAIM_BYTES_MAX))
  const claims = parsed.ok ? parseJson(parsed.value.payload) : undefined
  if (typeof claims !== 'object' || claims === null) return {}
  const id = 'id' in claims ? claims.id : 'documentId' in claims ? claims.documentId : undefined
  return typeof id === 'string' ? { regarding: id.slice(0, 120) } : {}
}

/** What is oversized is not taken apart only for its name. */
const CLAIM_BYTES_MAX = 65_536
