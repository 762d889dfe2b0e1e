import {
  type Clock,
  compileShape,
  Emergency,
  emergencyAudience,
  type Files,
  HOUR_MS,
  type Keyring,
  type Opened,
  openDocument,
  type SealedDocument,
  type SignatureCheck,
  TOPICS,
  topicOf,
} from '@tieng-lang/protocol'
import { nothingNew, type OfferedInArea } from '../offered.ts'
import type { RefusalLedger } from '../refusal-ledger.ts'
import { chooseWhatGoes, isAddressed } from './emergency-rules.ts'
import { LateWriter } from './late-writer.ts'

export interface EmergencyShelfOptions {
  files: Files
  clock: Clock
  clusterId: string
  /** The keys and areas of now. */
  keyring: () => Keyring
  signatures: SignatureCheck
  /** Trusted time, Unix ms; undefined while the clock is not trusted. */
  now: () => number | undefined
  refusals: RefusalLedger
  emergenciesMax?: number
  bytesMax?: number
}

/** One revision as this cluster is to follow it: `cancelled` where a later revision leaves the cluster out. */
export interface TakenEmergency {
  emergency: Emergency
  documentId: string
  revision: number
  traceId: string | undefined
}

interface Held extends TakenEmergency {
  sha256: string
  sizeBytes: number
}

const EMERGENCIES_MAX = 200
const BYTES_MAX = 16 * 1024 * 1024
const FOLDER = 'emergencies'
const NAME = /^([a-z0-9-]{1,64})\.jws$/
/** So long after its expiry it is still known, so that an old copy of it says nothing new. */
const KEPT_MS = HOUR_MS
const BODY_CHECK = compileShape(Emergency, { unknownFields: 'ignore' })

/**
 * The emergencies of this cluster. Other than every other document one is in force before it is stored: a warning never
 * waits behind a slow or full disk, and its storing follows. What a power cut takes of it the broker still holds.
 */
export class EmergencyShelf {
  readonly #options: EmergencyShelfOptions
  readonly #held = new Map<string, Held>()
  readonly #writer: LateWriter

  constructor(options: EmergencyShelfOptions) {
    this.#options = options
    const { files, clock, refusals } = options
    this.#writer = new LateWriter({
      ...{ files, clock },
      onFailure: (path, code) =>
        refusals.note({ code, topic: 'areas', detail: `${path}: in force, but not stored yet` }),
    })
  }

  /** Opens what is stored with the same checks as on arrival; what fails is counted and ignored. */
  async start(): Promise<void> {
    const { files, refusals } = this.#options
    // A shape is compiled when it is first asked for: not while a warning waits.
    BODY_CHECK.check(undefined)
    for (const { name } of await files.list(FOLDER)) {
      const emergencyId = NAME.exec(name)?.[1]
      const bytes = emergencyId && (await files.read(`${FOLDER}/${name}`))
      if (!emergencyId || !bytes) continue
      const opened = this.#open(emergencyId, bytes, undefined)
      if (opened.ok) this.#held.set(emergencyId, this.#heldOf(opened.value, bytes))
      else refusals.note({ ...opened, topic: topicOf('emergencies', { areaId: 'stored', emergencyId }) })
    }
    this.prune()
  }

  /** Everything held, expired or not. */
  list(): readonly TakenEmergency[] {
    return [...this.#held.values()]
  }

  /** Takes what came on the topic of an area; in force when this returns. */
  offer(
    { areaId, emergencyId }: { areaId: string; emergencyId: string },
    bytes: Uint8Array,
  ): OfferedInArea<TakenEmergency> {
    const opened = this.#open(emergencyId, bytes, this.#options.now())
    if (!opened.ok) return { outcome: 'refused', code: opened.code, detail: opened.detail }
    const { body } = opened.value
    if (body.emergencyId !== emergencyId || !body.publishedIn.includes(areaId))
      return { outcome: 'refused', code: 'wrongAudience', detail: `${body.emergencyId} in ${areaId}` }
    const held = this.#held.get(emergencyId)
    const known = nothingNew(held, opened.value)
    if (known) return known
    if (held && held.emergency.status !== body.status) {
      const detail = `${held.emergency.status} is held, ${body.status} arrived`
      return { outcome: 'refused', code: 'statusChanged', detail }
    }
    if (!held && !this.#isAddressed(body)) return { outcome: 'notForUs' }
    return this.#take(opened.value, bytes)
  }

  /** Forgets what expired an hour ago or longer; not by a clock that is not trusted. */
  prune(): void {
    const now = this.#options.now()
    if (now === undefined) return
    for (const [emergencyId, { emergency }] of this.#held) {
      if (emergency.expiresAt + KEPT_MS <= now) this.#forget(emergencyId)
    }
  }

  /** Resolves when everything is on the disk, or has been refused by it. */
  async stop(): Promise<void> {
    await this.#writer.stop()
  }

  #take(document: SealedDocument<Emergency>, bytes: Uint8Array): OfferedInArea<TakenEmergency> {
    const { emergencyId } = document.body
    const taken = this.#heldOf(document, bytes)
    this.#held.set(emergencyId, taken)
    this.#writer.write(pathOf(emergencyId), bytes)
    this.#makeRoom(emergencyId)
    return { outcome: 'taken', ...taken }
  }

  #makeRoom(newest: string): void {
    const { emergenciesMax = EMERGENCIES_MAX, bytesMax = BYTES_MAX } = this.#options
    const held = [...this.#held].map(([emergencyId, { emergency, sizeBytes }]) => ({
      emergencyId,
      sizeBytes,
      expiresAt: emergency.expiresAt,
    }))
    for (const emergencyId of chooseWhatGoes(held, { emergenciesMax, bytesMax, newest }))
      this.#forget(emergencyId)
  }

  #forget(emergencyId: string): void {
    this.#held.delete(emergencyId)
    this.#writer.remove(pathOf(emergencyId))
  }

  /** One that a later revision leaves out is to fall silent, and says nothing at its end. */
  #heldOf(
    { body, documentId, revision, sha256, traceId }: SealedDocument<Emergency>,
    bytes: Uint8Array,
  ): Held {
    const emergency: Emergency = this.#isAddressed(body)
      ? body
      : { ...body, state: 'cancelled', closing: null }
    return { emergency, documentId, revision, sha256, traceId, sizeBytes: bytes.length }
  }

  #isAddressed(emergency: Emergency): boolean {
    const { clusterId, keyring } = this.#options
    return isAddressed(emergency, { clusterId, areaPath: keyring().areaPath })
  }

  #open(emergencyId: string, bytes: Uint8Array, now: number | undefined): Opened<SealedDocument<Emergency>> {
    const { keyring, signatures } = this.#options
    return openDocument<Emergency>(bytes, {
      type: 'emergency',
      audience: emergencyAudience(emergencyId),
      bytesMax: TOPICS.emergencies.bytesMax,
      bodyCheck: BODY_CHECK,
      keyring: keyring(),
      signatures,
      now,
    })
  }
}

function pathOf(emergencyId: string): string {
  return `${FOLDER}/${emergencyId}.jws`
}
