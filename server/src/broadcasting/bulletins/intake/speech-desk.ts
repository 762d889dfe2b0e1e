import { readFile, rm } from 'node:fs/promises'
import { CodedError, HOUR_MS, MINUTE_MS, type SpeechOrder, type Voice } from '@tieng-lang/protocol'
import type { Principal } from '../../../access/principal.ts'
import { IntakeQueue } from '../../../media/intake-queue.ts'
import type { MediaStore } from '../../../media/media-store.ts'
import type { SpeechEngine } from '../../../media/speech/speech-engine.ts'

/** Longer is heard when it is a bulletin. */
const PRELISTEN_MS_MAX = MINUTE_MS
/** The longest text that is taken lasts about an hour at the slowest. */
const SPOKEN_MS_MAX = 2 * HOUR_MS
/** One at a time: it is quick, but it takes a whole core. */
const PRELISTEN_LIMITS = { placesMax: 10, placesPerPersonMax: 2 }

/** Control characters but line ends and tabs; and what is no character at all. */
const REFUSED = /[^\P{Cc}\n\r\t]|\p{Cs}|\p{Noncharacter_Code_Point}/u
const SAYS_SOMETHING = /[\p{L}\p{N}]/u

/** Lets text be spoken: to listen to at once, or into a file that an intake goes on with. */
export class SpeechDesk {
  readonly #engine: SpeechEngine
  readonly #media: MediaStore
  readonly #queue = new IntakeQueue(PRELISTEN_LIMITS)

  constructor(engine: SpeechEngine, media: MediaStore) {
    this.#engine = engine
    this.#media = media
  }

  voices(): readonly Voice[] {
    return this.#engine.voices()
  }

  /** The text as it is spoken and stored (NFC). Throws `badRequest`, `voiceUnknown`. */
  checked(order: SpeechOrder): SpeechOrder {
    const text = order.text.normalize('NFC').trim()
    if (REFUSED.test(text)) throw new CodedError('badRequest', 'the text has control characters')
    if (!SAYS_SOMETHING.test(text)) throw new CodedError('badRequest', 'there is no word in the text')
    if (!this.voices().some(({ voice }) => voice === order.voice))
      throw new CodedError('voiceUnknown', `no voice is ${order.voice}`)
    return { ...order, text }
  }

  /** WAV, the first minute of it. Rejects as `SpeechEngine.speak` does, and with `badRequest` and `tooBusy`. */
  async prelisten(order: SpeechOrder, by: Principal, signal: AbortSignal): Promise<Buffer> {
    const checked = this.checked(order)
    const place = this.#queue.take(by.operatorId ?? by.address)
    const to = this.#media.temporaryPath()
    try {
      const limits = { to, durationMsMax: PRELISTEN_MS_MAX, signal }
      await place.run(() => this.#engine.speak(checked, limits), signal)
      return await readFile(to)
    } finally {
      place.leave()
      await rm(to, { force: true })
    }
  }

  /** All of it, into a path of ours. Rejects as `SpeechEngine.speak` does, and with `tooLong`. */
  async speakTo(to: string, order: SpeechOrder, signal: AbortSignal): Promise<void> {
    const { isCut } = await this.#engine.speak(order, { to, durationMsMax: SPOKEN_MS_MAX, signal })
    if (isCut) throw new CodedError('tooLong', `longer than ${SPOKEN_MS_MAX / HOUR_MS} hours`)
  }
}
