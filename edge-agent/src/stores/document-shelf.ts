import {
  audienceOf,
  ClusterConfig,
  compileShape,
  type Files,
  type Keyring,
  KeySet,
  NO_STEPS,
  type Opened,
  openDocument,
  Plan,
  Receipts,
  type RefusalCode,
  type SealedDocument,
  type ShapeCheck,
  type SignatureCheck,
  type Steps,
  TOPICS,
  topicOf,
} from '@tieng-lang/protocol'
import { isTimeZone } from '@tieng-lang/scheduler'
import { nothingNew } from './offered.ts'
import type { RefusalLedger } from './refusal-ledger.ts'
import { SerialQueue } from './serial-queue.ts'
import { storageCode } from './state-file.ts'

/** The current documents and the shape of each one's body. */
export interface ShelfBodies {
  keys: KeySet
  config: ClusterConfig
  plan: Plan
  receipts: Receipts
}
export type ShelfType = keyof ShelfBodies

/** Keys first: the others are checked against them, and by the area path of the config. */
const SHELF_TYPES: readonly ShelfType[] = ['keys', 'config', 'plan', 'receipts']

/** Whether a cluster keeps documents of this type. */
export function isShelfType(name: string): name is ShelfType {
  return SHELF_TYPES.some((type) => type === name)
}

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
  steps?: Steps
}

export type Offered =
  | { outcome: 'taken'; documentId: string; revision: number }
  | { outcome: 'redelivery' }
  | { outcome: 'refused'; code: RefusalCode; detail: string; regarding?: string }

type Held = { [T in ShelfType]?: SealedDocument<ShelfBodies[T]> }
type Listeners = { [T in ShelfType]: ((document: SealedDocument<ShelfBodies[T]>) => void)[] }

// A newer server may add fields: an agent that has not been updated for a year must still take its plan.
const BODY_CHECKS: { [T in ShelfType]: ShapeCheck<ShelfBodies[T]> } = {
  keys: compileShape(KeySet, { unknownFields: 'ignore' }),
  config: configCheck(),
  plan: compileShape(Plan, { unknownFields: 'ignore' }),
  receipts: compileShape(Receipts, { unknownFields: 'ignore' }),
}

/** Stored first, then in force: the documents that say what is (DESIGN §3). */
export class DocumentShelf {
  readonly #options: DocumentShelfOptions
  readonly #held: Held = {}
  readonly #listeners: Listeners = { keys: [], config: [], plan: [], receipts: [] }
  readonly #queue = new SerialQueue()

  constructor(options: DocumentShelfOptions) {
    this.#options = options
  }

  /**
   * Opens what is stored, keys first, with the same checks as on arrival; what fails is counted and ignored. Ends of
   * keys are not judged again: a document holds until it is replaced, and a key that must not count any more is left
   * out of the key set. Rejects only where the disk cannot be read.
   */
  async start(): Promise<void> {
    for (const type of SHELF_TYPES) {
      const bytes = await this.#options.files.read(pathOf(type))
      if (!bytes) continue
      const opened = this.#open(type, bytes, undefined)
      if (opened.ok) this.#hold(type, opened.value)
      else this.#options.refusals.note({ ...opened, topic: this.#topicOf(type) })
    }
  }

  /** The document in force; undefined where none is held or the one held is past its `validUntil`. */
  get<T extends ShelfType>(type: T): SealedDocument<ShelfBodies[T]> | undefined {
    const held = this.#held[type]
    const now = this.#options.now()
    const isOver =
      now !== undefined && held !== undefined && held.validUntil !== null && now >= held.validUntil
    return isOver ? undefined : held
  }

  /** The revision held, in force or expired (for health). */
  revisionOf(type: ShelfType): number | undefined {
    return this.#held[type]?.revision
  }

  /** Called each time a document has been stored and taken. Not called for what `start` opened. */
  onTaken<T extends ShelfType>(type: T, run: (document: SealedDocument<ShelfBodies[T]>) => void): void {
    this.#listeners[type].push(run)
  }

  /**
   * One after another: opens, compares, stores, takes. Never rejects for what came from outside or for a failing disk:
   * then the old document stays in force. A refusal is returned, to be counted by whoever knows the topic.
   */
  offer(type: ShelfType, bytes: Uint8Array): Promise<Offered> {
    return this.#queue.run(() => this.#offer(type, bytes))
  }

  /** Whether nothing offered is still being opened or stored. */
  isSettled(): boolean {
    return this.#queue.size() === 0
  }

  /** Resolves when everything offered up to now has been taken or refused. */
  settled(): Promise<void> {
    return this.#queue.idle()
  }

  /** The keys and areas against which a command is checked now. */
  keyring(): Keyring {
    const { root, areaPath } = this.#options
    return {
      root,
      keySet: this.#held.keys?.body,
      areaPath: this.#held.config?.body.areaPath ?? areaPath,
    }
  }

  async #offer<T extends ShelfType>(type: T, bytes: Uint8Array): Promise<Offered> {
    const opened = this.#open(type, bytes, this.#options.now())
    if (!opened.ok) return { outcome: 'refused', code: opened.code, detail: opened.detail }
    const { documentId, revision } = opened.value
    const held = this.#held[type]
    const known = nothingNew(held, opened.value)
    if (known) return known.outcome === 'refused' ? { ...known, regarding: documentId } : known
    const { files, steps = NO_STEPS } = this.#options
    steps.reached('documentOpened', type)
    try {
      await files.replace(pathOf(type), bytes)
    } catch (cause) {
      return { outcome: 'refused', code: storageCode(cause), detail: String(cause), regarding: documentId }
    }
    steps.reached('documentShelved', type)
    this.#hold(type, opened.value)
    for (const run of this.#listeners[type]) run(opened.value)
    return { outcome: 'taken', documentId, revision }
  }

  #open<T extends ShelfType>(
    type: T,
    bytes: Uint8Array,
    now: number | undefined,
  ): Opened<SealedDocument<ShelfBodies[T]>> {
    const { clusterId, signatures } = this.#options
    return openDocument<ShelfBodies[T]>(bytes, {
      type,
      audience: audienceOf(type, { clusterId }),
      bytesMax: TOPICS[type].bytesMax,
      bodyCheck: BODY_CHECKS[type],
      keyring: this.keyring(),
      signatures,
      now,
    })
  }

  #hold<T extends ShelfType>(type: T, document: SealedDocument<ShelfBodies[T]>): void {
    const held: { [K in T]?: SealedDocument<ShelfBodies[K]> } = this.#held
    held[type] = document
  }

  #topicOf(type: ShelfType): string {
    return topicOf(type, { clusterId: this.#options.clusterId })
  }
}

function pathOf(type: ShelfType): string {
  return `documents/${type}.jws`
}

/** A zone that this board does not know would end it at its first decision, and at every start after that. */
function configCheck(): ShapeCheck<ClusterConfig> {
  const { check, explain } = compileShape(ClusterConfig, { unknownFields: 'ignore' })
  return {
    check: (value): value is ClusterConfig => check(value) && isTimeZone(value.timeZone),
    explain: (value) => explain(value) || '/timeZone: not known here',
  }
}
