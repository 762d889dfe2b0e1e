import { rm } from 'node:fs/promises'
import {
  BULLETIN_MS_MAX,
  type Clock,
  CodedError,
  type Loudness,
  MEDIA_BYTES_MAX,
  type Media,
} from '@tieng-lang/protocol'
import { referenceFormatOf } from './containers.ts'
import { encode, measure, probe, type RunLimits } from './ffmpeg.ts'
import {
  correctLevelling,
  type Levelling,
  type Measurement,
  planLevelling,
  readMeasurement,
  TARGET_LUFS,
} from './loudness.ts'
import type { MediaStore } from './media-store.ts'

/** Where an intake stands. */
export type IntakeStep = 'probing' | 'measuring' | 'encoding' | 'checking' | 'correcting' | 'storing'

export interface IntakeOptions {
  clock: Clock
  store: MediaStore
  kind: 'speech' | 'music'
  runMsMax: number
  onProgress?: (step: IntakeStep) => void
  signal?: AbortSignal
}

export interface IntakeResult {
  media: Media
  loudness: Loudness
}

/** Samples of 48 kHz in a millisecond. */
const SAMPLES_PER_MS = 48

/**
 * Makes of a recording, in a file of our own, what clusters play: Ogg Opus, 48 kHz mono, at −16 LUFS, stored under its
 * hash. The input file is left alone. Rejects with a `CodedError`: `playlistRefused`, `notAudio`, `noAudioStream`,
 * `tooLong`, `tooShort`, `silent`, `tooLarge`, `loudnessNotReached`, `tookTooLong`, `aborted`, `storageFull`.
 */
export async function takeIn(path: string, options: IntakeOptions): Promise<IntakeResult> {
  const { store, onProgress = () => {} } = options
  const limits = limitsOf(options)
  onProgress('probing')
  await checkFile(path, options.signal)
  onProgress('measuring')
  const before = readMeasurement(await measure(path, limits))
  if (before.samples > BULLETIN_MS_MAX * SAMPLES_PER_MS) throw tooLong()
  const encoded = store.temporaryPath()
  try {
    const { plan, after } = await encodeToTarget({ from: path, to: encoded }, planLevelling(before), options)
    onProgress('storing')
    const stored = await store.put(encoded)
    const media = { ...stored, durationMs: after.samples / SAMPLES_PER_MS }
    return { media, loudness: loudnessOf(before, plan, after) }
  } finally {
    await rm(encoded, { force: true })
  }
}

/** Encodes, decodes again and measures; one corrected try, then `loudnessNotReached`. */
async function encodeToTarget(
  files: { from: string; to: string },
  firstPlan: Levelling,
  options: IntakeOptions,
): Promise<{ plan: Levelling; after: Measurement }> {
  const { kind, onProgress = () => {} } = options
  const limits = limitsOf(options)
  let plan = firstPlan
  for (const step of ['encoding', 'correcting'] as const) {
    onProgress(step)
    await encode({ ...files, kind }, plan, limits)
    onProgress('checking')
    const after = readMeasurement(await measure(files.to, limits))
    const corrected = correctLevelling(plan, after)
    if (corrected === 'good') return { plan, after }
    plan = corrected
  }
  throw new CodedError('loudnessNotReached', `${TARGET_LUFS} LUFS could not be reached`)
}

async function checkFile(path: string, signal: AbortSignal | undefined): Promise<void> {
  const reference = await referenceFormatOf(path)
  if (reference) throw new CodedError('playlistRefused', `a ${reference} file only refers to others`)
  const { hasAudio, durationMs } = await probe(path, signal)
  if (!hasAudio) throw new CodedError('noAudioStream', 'there is no audio in this file')
  if (durationMs !== undefined && durationMs > BULLETIN_MS_MAX) throw tooLong()
}

/** A second more than allowed is read, so that what is too long is seen to be. */
function limitsOf({ clock, runMsMax, signal }: IntakeOptions): RunLimits {
  const durationMsMax = BULLETIN_MS_MAX + 1_000
  return { clock, runMsMax, signal, outputBytesMax: MEDIA_BYTES_MAX, durationMsMax }
}

function loudnessOf(before: Measurement, plan: Levelling, after: Measurement): Loudness {
  return {
    inputLufs: before.integratedLufs,
    inputTruePeakDbtp: before.truePeakDbtp,
    gainDb: plan.gainDb,
    storedLufs: after.integratedLufs,
    storedTruePeakDbtp: after.truePeakDbtp,
    isGainLowered: plan.isGainLowered,
  }
}

function tooLong(): CodedError {
  return new CodedError('tooLong', `longer than ${BULLETIN_MS_MAX / 3_600_000} hours`)
}
