import { rm } from 'node:fs/promises'
import {
  BULLETIN_MS_MAX,
  type Clock,
  CodedError,
  type Loudness,
  MEDIA_BYTES_MAX,
  type Media,
} from '@tieng-lang/protocol'
import { referenceFormatOf, riffPart } from './containers.ts'
import { encode, measure, measureStretches, type Probe, probe, type RunLimits } from './ffmpeg.ts'
import {
  correctLevelling,
  type Levelling,
  type Measurement,
  planLevelling,
  readLoudness,
  readMeasurement,
  TARGET_LUFS,
} from './loudness.ts'
import type { MediaStore } from './media-store.ts'
import { readStretches, stretchSamplesFor } from './waveform.ts'

/** Where an intake stands. */
export type IntakeStep = 'probing' | 'measuring' | 'encoding' | 'checking' | 'correcting' | 'storing'

export interface IntakeOptions {
  clock: Clock
  store: MediaStore
  kind: 'speech' | 'music'
  runMsMax: number
  /** `part`: 0-1 of this step. */
  onProgress?: (step: IntakeStep, part: number) => void
  signal?: AbortSignal
}

export interface IntakeResult {
  media: Media
  loudness: Loudness
  /** The peak of each stretch of what was stored, 0-255 (`Waveform`). */
  peaks: Uint8Array
}

/** Encoders pad and players trim: less than this is missing at the end of no whole file. */
const WHOLE_PART_MIN = 0.95
const WHOLE_SLACK_MS = 500
/** Samples of 48 kHz in a millisecond. */
const SAMPLES_PER_MS = 48

/**
 * Makes of a recording, in a file of our own, what clusters play: Ogg Opus, 48 kHz mono, at −16 LUFS, stored under its
 * hash. The input file is left alone. Rejects with a `CodedError`: `playlistRefused`, `notAudio`, `noAudioStream`,
 * `truncated`, `tooLong`, `tooShort`, `silent`, `tooLarge`, `loudnessNotReached`, `tookTooLong`, `aborted`, `storageFull`.
 */
export async function takeIn(path: string, options: IntakeOptions): Promise<IntakeResult> {
  const { store, onProgress = () => {} } = options
  onProgress('probing', 0)
  const { durationMs, isDurationSure } = await checkFile(path, options.signal)
  onProgress('measuring', 0)
  const limits = limitsOf(options, { step: 'measuring', durationMs })
  const before = readMeasurement((await measure(path, limits)).stderr)
  if (before.samples > BULLETIN_MS_MAX * SAMPLES_PER_MS) throw tooLong()
  if (isDurationSure && durationMs !== undefined) checkWhole(before, durationMs)
  const encoded = store.temporaryPath()
  try {
    const { plan, after, peaks } = await encodeToTarget({ from: path, to: encoded }, before, options)
    onProgress('storing', 0)
    const stored = await store.put(encoded)
    const media = { ...stored, durationMs: after.samples / SAMPLES_PER_MS }
    return { media, loudness: loudnessOf(before, plan, after), peaks }
  } finally {
    await rm(encoded, { force: true })
  }
}

interface Encoded {
  plan: Levelling
  after: Measurement
  peaks: Uint8Array
}

/** Encodes, decodes again and measures; one corrected try, then `loudnessNotReached`. */
async function encodeToTarget(
  files: { from: string; to: string },
  before: Measurement,
  options: IntakeOptions,
): Promise<Encoded> {
  const { kind, onProgress = () => {} } = options
  const durationMs = before.samples / SAMPLES_PER_MS
  let plan = planLevelling(before)
  for (const step of ['encoding', 'correcting'] as const) {
    onProgress(step, 0)
    await encode({ ...files, kind }, plan, limitsOf(options, { step, durationMs }))
    onProgress('checking', 0)
    const stretchSamples = stretchSamplesFor(before.samples)
    const limits = limitsOf(options, { step: 'checking', durationMs })
    const report = await measureStretches(files.to, stretchSamples, limits)
    const { peaks, samples } = readStretches(report.stdout)
    const after = { ...readLoudness(report.stderr), samples }
    const corrected = correctLevelling(plan, after)
    if (corrected === 'good') return { plan, after, peaks }
    plan = corrected
  }
  throw new CodedError('loudnessNotReached', `${TARGET_LUFS} LUFS could not be reached`)
}

/** What can be said of it before it is decoded. */
async function checkFile(path: string, signal: AbortSignal | undefined): Promise<Probe> {
  const reference = await referenceFormatOf(path)
  if (reference) throw new CodedError('playlistRefused', `a ${reference} file only refers to others`)
  if ((await riffPart(path)) < WHOLE_PART_MIN) throw truncated()
  const found = await probe(path, signal)
  const { hasAudio, durationMs } = found
  if (!hasAudio) throw new CodedError('noAudioStream', 'there is no audio in this file')
  if (durationMs !== undefined && durationMs > BULLETIN_MS_MAX) throw tooLong()
  return found
}

/** A file whose end is missing would be broadcast as it is, cut in the middle of a word. */
function checkWhole({ samples }: Measurement, saidMs: number): void {
  if (samples / SAMPLES_PER_MS < saidMs * WHOLE_PART_MIN - WHOLE_SLACK_MS) throw truncated()
}

/** A second more than allowed is read, so that what is too long is seen to be. */
function limitsOf(
  { clock, runMsMax, signal, onProgress }: IntakeOptions,
  { step, durationMs }: { step: IntakeStep; durationMs: number | undefined },
): RunLimits {
  const durationMsMax = BULLETIN_MS_MAX + 1_000
  const onTime =
    onProgress && durationMs !== undefined && durationMs > 0
      ? (outMs: number) => onProgress(step, Math.min(1, outMs / durationMs))
      : undefined
  return { clock, runMsMax, signal, onTime, outputBytesMax: MEDIA_BYTES_MAX, durationMsMax }
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

function truncated(): CodedError {
  return new CodedError('truncated', 'a part of the file is missing')
}

function tooLong(): CodedError {
  return new CodedError('tooLong', `longer than ${BULLETIN_MS_MAX / 3_600_000} hours`)
}
