import { rm, stat } from 'node:fs/promises'
import { CodedError, MINUTE_MS, SECOND_MS, type SoundPart } from '@tieng-lang/protocol'
import { encode } from '../../../media/ffmpeg.ts'
import type { StoredEmergency } from '../../../storage/emergencies/emergencies.ts'
import type { Services } from '../../services.ts'

/** Slow: neighbouring horns echo. */
const WORDS_PER_MINUTE = 140
/** 22,050 samples a second of two bytes, behind 44 bytes of header: as espeak-ng writes it. */
const WAV_BYTES_PER_SECOND = 44_100
const WAV_HEADER_BYTES = 44
/**
 * What intake finds for this voice every time (−19.4 LUFS, peaks at 0 dBTP): up to the limiter's 6 dB, down to −3 dBTP.
 * Known beforehand, so that one pass is enough.
 */
const LEVELLING = { gainDb: 3, ceilingDbtp: -3 }
/** `SoundPart` */
const SPOKEN_MS_MAX = 10 * MINUTE_MS
const SPOKEN_BYTES_MAX = 8_000_000
/** It takes half a second; what takes longer than this has got stuck. */
const ENCODE_MS_MAX = 30 * SECOND_MS

/**
 * The typed text as Ogg Opus in the media store, by the quickest way. Rejects with `voiceUnknown` where nobody speaks
 * that language, `badRequest` for a text without a word, `speechMissing`, `speechFailed`, `tooLong`, `ffmpegMissing`,
 * `tookTooLong`, `storageFull`.
 */
export async function speakText(
  { clock, media, speech }: Pick<Services, 'clock' | 'media' | 'speech'>,
  { text, language }: Pick<StoredEmergency, 'text' | 'language'>,
  signal: AbortSignal,
): Promise<SoundPart> {
  const voice = speech.voices().find((each) => each.language === language.split('-')[0])?.voice
  if (voice === undefined) throw new CodedError('voiceUnknown', `nobody speaks ${language}`)
  const order = speech.checked({ text, voice, wordsPerMinute: WORDS_PER_MINUTE })
  const spoken = media.temporaryPath()
  const encoded = media.temporaryPath()
  try {
    await speech.speakTo(spoken, order, signal)
    const durationMs = await wavMsOf(spoken)
    if (durationMs > SPOKEN_MS_MAX) throw new CodedError('tooLong', 'longer than ten minutes')
    const limits = { clock, signal, runMsMax: ENCODE_MS_MAX, outputBytesMax: SPOKEN_BYTES_MAX }
    await encode({ from: spoken, to: encoded, kind: 'speech' }, LEVELLING, {
      ...limits,
      durationMsMax: SPOKEN_MS_MAX,
    })
    return { ...(await media.put(encoded)), durationMs }
  } finally {
    await Promise.all([spoken, encoded].map((path) => rm(path, { force: true })))
  }
}

async function wavMsOf(path: string): Promise<number> {
  return (((await stat(path)).size - WAV_HEADER_BYTES) / WAV_BYTES_PER_SECOND) * SECOND_MS
}
