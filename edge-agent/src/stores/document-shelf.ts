import type {
  ClusterConfig,
  Files,
  Keyring,
  KeySet,
  Plan,
  Receipts,
  RefusalCode,
  SealedDocument,
  SignatureCheck,
} from '@tieng-lang/protocol'
import type { RefusalLedger } from './refusal-ledger.ts'

/** The current documents and the shape of each one's body. */
export interface ShelfBodies {
  keys: KeySet
  config: ClusterConfig
  plan: Plan
  receipts: Receipts
}
export type ShelfType = keyof ShelfBodies

export interface DocumentShelfOptions {
  files: Files
  /** The root key pinned at enrolment. */
  root: Keyring['root']
  clusterId: string
  /** The area path from enrolment; that of the config held replaces it. */
  areaPath: readonly string[]
  signatures: SignatureCheck
  /** Trusted time, Unix ms; undefined while the clock is not trusted. */
  now: () => number | undefined
  refusals: RefusalLedger
}

export type Offered =
  | { outcome: 'taken'; documentId: string; revision: number }
  | { outcome: 'redelivery' }
  | { outcome: 'refused'; code: RefusalCode; detail: string; regarding?: string }

/** Stored first, then in force: the documents that say what is. */
export declare class DocumentShelf {
  constructor(options: DocumentShelfOptions)
  /** Opens what is stored, keys first, with the same checks as on arrival; what fails is counted and ignored. */
  start(): Promise<void>
  /** The document in force; undefined where none is held or the one held is past its `validUntil`. */
  get<T extends ShelfType>(type: T): SealedDocument<ShelfBodies[T]> | undefined
  /** The revision held, in force or expired (for health). */
  revisionOf(type: ShelfType): number | undefined
  /** Called each time a document has been stored and taken. Not called for what `start` opened. */
  onTaken<T extends ShelfType>(type: T, run: (document: SealedDocument<ShelfBodies[T]>) => void): void
  /** One after another: opens, compares, stores, takes. Never rejects; refusals are returned, not counted here. */
  offer(type: ShelfType, bytes: Uint8Array): Promise<Offered>
  /** The keys and areas against which commands are checked now. */
  keyring(): Keyring
}
