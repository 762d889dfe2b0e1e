import type { Id, Voice } from '@tieng-lang/protocol'

const REGIONS = [
  { id: 'north', language: 'vi', vi: 'Giọng Bắc', en: 'Northern' },
  { id: 'central', language: 'vi-vn-x-central', vi: 'Giọng Trung', en: 'Central' },
  { id: 'south', language: 'vi-vn-x-south', vi: 'Giọng Nam', en: 'Southern' },
]
/** espeak-ng's own Vietnamese voices are men; a variant changes the larynx. */
const SPEAKERS = [
  { id: 'female', variant: '+f3', vi: 'nữ', en: 'female' },
  { id: 'male', variant: '', vi: 'nam', en: 'male' },
]

interface EspeakVoice {
  voice: Voice
  /** As `espeak-ng -v` takes it. */
  argument: string
}

const ALL: readonly EspeakVoice[] = REGIONS.flatMap((region) =>
  SPEAKERS.map((speaker) => ({
    voice: {
      voice: `vi-${region.id}-${speaker.id}`,
      language: 'vi',
      name: { vi: `${region.vi}, ${speaker.vi}`, en: `${region.en}, ${speaker.en}` },
    },
    argument: region.language + speaker.variant,
  })),
)

export const ESPEAK_VOICES: readonly Voice[] = ALL.map(({ voice }) => voice)

/** Undefined for a voice that it does not have. */
export function espeakArgument(voiceId: Id): string | undefined {
  return ALL.find(({ voice }) => voice.voice === voiceId)?.argument
}
