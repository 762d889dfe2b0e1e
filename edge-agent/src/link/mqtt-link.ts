import type {
  Ack,
  Chance,
  Clock,
  Command,
  Files,
  Health,
  MessageTransport,
  SignatureCheck,
  Will,
} from '@tieng-lang/protocol'
import type { ClockTrust } from '../stores/clock-trust.ts'
import type { DocumentShelf } from '../stores/document-shelf.ts'
import type { Outbox } from '../stores/outbox.ts'
import type { RefusalLedger } from '../stores/refusal-ledger.ts'

/** Who speaks in presence messages. */
export interface Speaker {
  clusterId: string
  bootId: string
  agentVersion: string
}

/** The Last Will to give to the transport: the cluster is no longer connected. */
export declare function presenceWill(speaker: Speaker, clock: Clock): () => Will

export interface MqttLinkOptions {
  speaker: Speaker
  transport: MessageTransport
  clock: Clock
  chance: Chance
  /** Remembers command ids over a restart. */
  files: Files
  shelf: DocumentShelf
  clockTrust: ClockTrust
  outbox: Outbox
  refusals: RefusalLedger
  signatures: SignatureCheck
  /**
   * Carries out a command (all but `time` and `challenge`). Resolves when it is done; rejects with a `CodedError` of a
   * `RefusalCode` where it cannot be. Commands come one after another in order of arrival; a `stop` does not wait.
   */
  onCommand: (command: Command) => Promise<void>
}

/** The cluster's one connection to the server. */
export declare class MqttLink {
  constructor(options: MqttLinkOptions)
  start(): Promise<void>
  /** Says goodbye and disconnects. */
  stop(): Promise<void>
  isConnected(): boolean
  /** Queued while there is no connection; beyond `acksMax` the oldest is dropped and counted. */
  publishAck(ack: Ack): void
  /** The latest wins while there is no connection. */
  publishHealth(health: Health): void
}
