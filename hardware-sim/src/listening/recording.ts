import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { WAV_HEADER_BYTES } from '@tieng-lang/edge-agent'
import { CARD_SAMPLE_RATE_HZ } from '../board/sound-card.ts'
import type { RecordingTimes } from './recorder.ts'

const TAPS = 32
const PHASES = 1024
const DECODED_BYTES_MAX = 512 * 1024 * 1024

/** A recording in memory: samples of full scale ±1, and when each left the horn. */
export interface Recording {
  samples: Float32Array
  times: RecordingTimes
}

/** Reads the recording of a simulated board; `path` is without ending. Rejects when a file is missing or foreign. */
export async function readRecording(path: string): Promise<Recording> {
  const [wav, sidecar] = await Promise.all([readFile(`${path}.wav`), readFile(`${path}.json`, 'utf8')])
  // The file is our own recorder's.
  const times = JSON.parse(sidecar) as RecordingTimes
  return { samples: pcm16ToFloat(wav.subarray(WAV_HEADER_BYTES)), times }
}

/**
 * Decodes a WAV or Ogg Opus file, or URL, to 48 kHz mono with ffmpeg. Rejects with what ffmpeg said.
 *
 * Opus goes through libopus, the reference of RFC 6716: ffmpeg's own decoder departs from it where the encoder changes
 * between its speech and its music mode (windows of 250 ms correlate as low as 0.74).
 */
export function decodeAudio(path: string): Promise<Float32Array> {
  const format = ['-f', 's16le', '-ac', '1', '-ar', String(CARD_SAMPLE_RATE_HZ), 'pipe:1']
  const decoder = path.endsWith('.wav') ? [] : ['-c:a', 'libopus']
  const ffmpeg = spawn('ffmpeg', ['-v', 'error', '-nostdin', ...decoder, '-i', path, ...format])
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    let complaint = ''
    ffmpeg.stdout.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > DECODED_BYTES_MAX) ffmpeg.kill()
      else chunks.push(chunk)
    })
    ffmpeg.stderr.on('data', (chunk: Buffer) => {
      complaint = (complaint + chunk.toString()).slice(-1000)
    })
    ffmpeg.on('error', reject)
    ffmpeg.on('close', (code) => {
      if (code === 0) resolve(pcm16ToFloat(Buffer.concat(chunks)))
      else reject(new Error(`ffmpeg ended with ${code}: ${complaint}`))
    })
  })
}

/** Samples of full scale ±1 from s16le bytes. */
function pcm16ToFloat(bytes: Buffer): Float32Array {
  const samples = new Float32Array(bytes.length >> 1)
  for (let index = 0; index < samples.length; index++) samples[index] = bytes.readInt16LE(index * 2) / 32_768
  return samples
}

/**
 * What was heard from `at` (Unix ms) on, `sampleCount` samples at 48,000 a second of true time: the recording
 * interpolated by a windowed sinc, since its own clock runs otherwise, and zeros where silence was left out.
 */
export function heardFrom(recording: Recording, at: number, sampleCount: number): Float32Array {
  const heard = new Float32Array(sampleCount)
  const { segments, trueSampleRateHz } = recording.times
  const step = trueSampleRateHz / CARD_SAMPLE_RATE_HZ
  for (const [number, segment] of segments.entries()) {
    const end = segments[number + 1]?.sampleIndex ?? recording.samples.length
    const first = segment.sampleIndex + ((at - segment.trueAt) * trueSampleRateHz) / 1000
    const from = Math.max(0, Math.ceil((segment.sampleIndex - first) / step))
    const until = Math.min(sampleCount, (end - first) / step)
    for (let index = from; index < until; index++)
      heard[index] = interpolate(recording.samples, first + index * step)
  }
  return heard
}

function interpolate(samples: Float32Array, position: number): number {
  const phase = Math.round((position - Math.floor(position)) * PHASES)
  const first = Math.floor(position) - TAPS / 2 + 1
  const row = phase * TAPS
  let sum = 0
  // A row of the table has TAPS entries.
  for (let tap = 0; tap < TAPS; tap++) sum += (samples[first + tap] ?? 0) * (SINC[row + tap] as number)
  return sum
}

/** Row `p`: the taps for a position `p / PHASES` past the middle pair's first sample; Hann window. */
const SINC = Float64Array.from({ length: (PHASES + 1) * TAPS }, (_, place) => {
  const distance = Math.floor(place / TAPS) / PHASES - ((place % TAPS) - TAPS / 2 + 1)
  if (Math.abs(distance) >= TAPS / 2) return 0
  const window = 0.5 + 0.5 * Math.cos((2 * Math.PI * distance) / TAPS)
  return distance === 0 ? 1 : (window * Math.sin(Math.PI * distance)) / (Math.PI * distance)
})
