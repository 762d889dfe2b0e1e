import type { RefusalCode } from '@tieng-lang/protocol'
import type { DocumentShelf } from '../../stores/document-shelf.ts'
import type { OfferedInArea } from '../../stores/offered.ts'
import { claimedId, KEY_CODES } from './command-gate.ts'

interface Taken {
  documentId: string
  revision: number
}

export interface AreaGateOptions<Place, T extends Taken> {
  /** In force when this returns. */
  offer: (place: Place, bytes: Uint8Array) => OfferedInArea<T>
  /** Keys and config on their way to the disk may know its key. */
  shelf: Pick<DocumentShelf, 'isSettled' | 'settled'>
  /** It is in force: called before anything is said about it. */
  onInForce: (taken: T) => void
  onTaken: (taken: T) => void
  onRefused: (topic: string, refusal: { code: RefusalCode; detail: string; regarding?: string }) => void
}

/** Documents that wait for keys which are being stored. */
const WAITING_MAX = 100

interface AreaMessage<Place> {
  topic: string
  place: Place
  bytes: Uint8Array
}

/** Hands what lies under areas, emergencies and live sessions, to its shelf as it arrives, past every queue. */
export class AreaGate<Place, T extends Taken> {
  readonly #options: AreaGateOptions<Place, T>
  #waitingForKeys = 0

  constructor(options: AreaGateOptions<Place, T>) {
    this.#options = options
  }

  /** Takes what came on such a topic; never throws for it. */
  take(message: AreaMessage<Place>): void {
    const { offer, shelf } = this.#options
    const offered = offer(message.place, message.bytes)
    const mayHelp = offered.outcome === 'refused' && KEY_CODES.includes(offered.code) && !shelf.isSettled()
    if (mayHelp && this.#waitingForKeys < WAITING_MAX) void this.#takeAfterKeys(message)
    else this.#answer(message, offered)
  }

  async #takeAfterKeys(message: AreaMessage<Place>): Promise<void> {
    const { offer, shelf } = this.#options
    this.#waitingForKeys += 1
    await shelf.settled()
    this.#waitingForKeys -= 1
    this.#answer(message, offer(message.place, message.bytes))
  }

  #answer({ topic, bytes }: AreaMessage<Place>, offered: OfferedInArea<T>): void {
    const { onInForce, onTaken, onRefused } = this.#options
    if (offered.outcome === 'refused') {
      const { code, detail } = offered
      onRefused(topic, { code, detail, ...claimedId(bytes) })
    }
    if (offered.outcome !== 'taken') return
    onInForce(offered)
    onTaken(offered)
  }
}
