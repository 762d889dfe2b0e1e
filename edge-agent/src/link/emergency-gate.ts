import type { RefusalCode } from '@tieng-lang/protocol'
import type { DocumentShelf } from '../stores/document-shelf.ts'
import type {
  EmergencyShelf,
  OfferedEmergency,
  TakenEmergency,
} from '../stores/emergencies/emergency-shelf.ts'
import { claimedId, KEY_CODES } from './command-gate.ts'

export interface EmergencyGateOptions {
  emergencies: EmergencyShelf
  /** Keys and config on their way to the disk may know its key. */
  shelf: Pick<DocumentShelf, 'isSettled' | 'settled'>
  /** It is in force: called before anything is said about it. */
  onEmergency: (taken: TakenEmergency) => void
  onTaken: (taken: { documentId: string; revision: number }) => void
  onRefused: (topic: string, refusal: { code: RefusalCode; detail: string; regarding?: string }) => void
}

/** Emergencies that wait for keys which are being stored. */
const WAITING_MAX = 100

interface EmergencyMessage {
  topic: string
  place: { areaId: string; emergencyId: string }
  bytes: Uint8Array
}

/** Hands emergencies to their shelf as they arrive, past every queue. */
export class EmergencyGate {
  readonly #options: EmergencyGateOptions
  #waitingForKeys = 0

  constructor(options: EmergencyGateOptions) {
    this.#options = options
  }

  /** Takes what came on an emergency's topic; never throws for it. */
  take(message: EmergencyMessage): void {
    const { emergencies, shelf } = this.#options
    const offered = emergencies.offer(message.place, message.bytes)
    const mayHelp = offered.outcome === 'refused' && KEY_CODES.includes(offered.code) && !shelf.isSettled()
    if (mayHelp && this.#waitingForKeys < WAITING_MAX) void this.#takeAfterKeys(message)
    else this.#answer(message, offered)
  }

  async #takeAfterKeys(message: EmergencyMessage): Promise<void> {
    const { emergencies, shelf } = this.#options
    this.#waitingForKeys += 1
    await shelf.settled()
    this.#waitingForKeys -= 1
    this.#answer(message, emergencies.offer(message.place, message.bytes))
  }

  #answer({ topic, bytes }: EmergencyMessage, offered: OfferedEmergency): void {
    const { onEmergency, onTaken, onRefused } = this.#options
    if (offered.outcome === 'refused') {
      const { code, detail } = offered
      onRefused(topic, { code, detail, ...claimedId(bytes) })
    }
    if (offered.outcome !== 'taken') return
    onEmergency(offered)
    onTaken({ documentId: offered.documentId, revision: offered.revision })
  }
}
