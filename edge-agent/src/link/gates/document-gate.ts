import type { RefusalCode } from '@tieng-lang/protocol'
import type { DocumentShelf, Offered, ShelfType } from '../../stores/document-shelf.ts'
import { claimedId } from './command-gate.ts'

export interface DocumentGateOptions {
  shelf: DocumentShelf
  /** Called in order, each awaited before the next document is reported. */
  onTaken: (type: ShelfType, taken: { documentId: string; revision: number }) => Promise<void>
  onRefused: (type: ShelfType, refusal: { code: RefusalCode; detail: string; regarding?: string }) => void
  /** A document was lost through no fault of its own (full disk, full queue) and is to be asked for again. */
  onLost: () => void
}

/** What may wait for a slow disk: more is refused, and asked for again. */
const QUEUE_BYTES_MAX = 8 * 1024 * 1024
const LOST_BY_US: readonly RefusalCode[] = ['storageFull', 'storageFailed', 'limitExceeded']

/** Hands documents to the shelf in order of arrival, within bounds. */
export class DocumentGate {
  readonly #options: DocumentGateOptions
  #waitingBytes = 0

  constructor(options: DocumentGateOptions) {
    this.#options = options
  }

  /** Takes what came on a document's topic; never throws for it. */
  take(type: ShelfType, bytes: Uint8Array): void {
    if (this.#waitingBytes + bytes.length > QUEUE_BYTES_MAX) {
      const detail = `over ${QUEUE_BYTES_MAX} bytes wait for the disk`
      this.#refuse(type, bytes, { code: 'limitExceeded', detail })
      return
    }
    this.#waitingBytes += bytes.length
    void this.#take(type, bytes)
  }

  async #take(type: ShelfType, bytes: Uint8Array): Promise<void> {
    const offered: Offered = await this.#options.shelf.offer(type, bytes)
    this.#waitingBytes -= bytes.length
    if (offered.outcome === 'refused') this.#refuse(type, bytes, offered)
    if (offered.outcome !== 'taken') return
    await this.#options.onTaken(type, { documentId: offered.documentId, revision: offered.revision })
  }

  #refuse(type: ShelfType, bytes: Uint8Array, { code, detail }: { code: RefusalCode; detail: string }): void {
    this.#options.onRefused(type, { code, detail, ...claimedId(bytes) })
    if (LOST_BY_US.includes(code)) this.#options.onLost()
  }
}
