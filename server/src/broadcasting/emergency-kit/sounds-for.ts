import {
  type AreaId,
  CodedError,
  type Emergency,
  type EmergencyEvent,
  type EmergencySounds,
  type LanguageTag,
  type SoundPart,
} from '@tieng-lang/protocol'
import type { Database } from '../../storage/database.ts'
import { type AreaSound, soundsOfArea } from './kit-of-area.ts'
import { VOICE_LANGUAGE } from './recipes.ts'

export interface SoundsWanted {
  /** Whose recordings hold: the smallest area that holds every target; null where none does. */
  areaId: AreaId | null
  event: EmergencyEvent
  status: Emergency['status']
  language: LanguageTag
}

type Role = AreaSound['role']

/**
 * What one sounding says from the message store: the signal of the event and its message in the language that is asked
 * for, then in every other language in which somebody has recorded it there. Anything but an Actual begins and ends
 * with "đây là diễn tập" and has the exercise’s soft signal. Where a message is not there yet the signal stands for it.
 * Throws `kitNotReady` where there is nothing at all.
 */
export function soundsFor(services: { database: Database }, wanted: SoundsWanted): EmergencySounds {
  const kit = new Kit(soundsOfArea(services.database, wanted.areaId))
  const isActual = wanted.status === 'Actual'
  const signal = isActual ? kit.find('signal', wanted.event, null) : kit.find('signal', null, null)
  const messages = kit.messages(wanted)
  const message = messages.length > 0 ? messages : signal
  if (message.length === 0) throw new CodedError('kitNotReady', 'the sounds for emergencies are not made yet')
  const opening = isActual ? signal : [...kit.words('exerciseBegin', wanted.language), ...signal]
  const closing = isActual ? [] : kit.words('exerciseEnd', wanted.language)
  return { opening, message, speech: null, closing }
}

/** What is said once after the end; nothing after a cancellation, and nothing that has not been made yet. */
export function closingSounds(
  services: { database: Database },
  how: 'allClear' | 'correction' | 'cancel',
  { areaId, language, status }: Pick<SoundsWanted, 'areaId' | 'language' | 'status'>,
): SoundPart[] {
  if (how === 'cancel') return []
  const kit = new Kit(soundsOfArea(services.database, areaId))
  const words = kit.words(how, language)
  if (words.length === 0) return []
  const said = [...kit.find(how, null, null), ...words]
  if (status === 'Actual') return said
  return [...kit.words('exerciseBegin', language), ...said, ...kit.words('exerciseEnd', language)]
}

const LANGUAGES_MAX = 8

class Kit {
  readonly #sounds: readonly AreaSound[]

  constructor(sounds: readonly AreaSound[]) {
    this.#sounds = sounds
  }

  find(role: Role, event: EmergencyEvent | null, language: LanguageTag | null): SoundPart[] {
    const found = this.#sounds.find(
      (sound) => sound.role === role && sound.event === event && sound.language === language,
    )
    return found ? [partOf(found)] : []
  }

  /** In the language, else in the voice’s. */
  words(role: Role, language: LanguageTag): SoundPart[] {
    const found = this.find(role, null, language)
    return found.length > 0 ? found : this.find(role, null, VOICE_LANGUAGE)
  }

  /** In the language asked for, or in the voice’s; then in every other one. */
  messages({ event, language }: Pick<SoundsWanted, 'event' | 'language'>): SoundPart[] {
    const all = this.#sounds.filter((sound) => sound.role === 'message' && sound.event === event)
    const first = all.find((sound) => sound.language === language) ?? all.find(isOfVoice)
    const others = all.filter((sound) => sound !== first && !isOfVoice(sound))
    return [...(first ? [first] : []), ...others].slice(0, LANGUAGES_MAX).map(partOf)
  }
}

function isOfVoice({ language }: AreaSound): boolean {
  return language === VOICE_LANGUAGE
}

function partOf({ sha256, durationMs, sizeBytes }: AreaSound): SoundPart {
  return { sha256, durationMs, sizeBytes }
}
