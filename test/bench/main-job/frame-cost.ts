import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { FRAME_MS } from '@tieng-lang/edge-agent'
import { systemClock } from '@tieng-lang/protocol/node'
import { type OggOpus, readOggOpus } from '../../../edge-agent/src/audio/ogg/ogg-reader.ts'
import { Playback } from '../../../edge-agent/src/audio/playback.ts'
import { DecoderPool } from '../../../edge-agent/src/audio/sounds/opus-decoder.ts'
import { FIRST_BULLETINS } from '../../../hardware-sim/src/demo/sample-bulletins.ts'
import { speak } from '../../support/sound/speech.ts'
import { rounded } from '../figures/percentile.ts'
import { progressOf } from '../figures/progress.ts'

const progress = progressOf('main-job')

const run = promisify(execFile)

const WARM_FRAMES = 2_000
const FRAMES = 10_000
const PPM = 100
const SAMPLES_PER_MS = 48
const T0 = 1_790_000_000_000

/**
 * What one playing frame costs on the way from packets to PCM: decode, place, align (a card at 100 ppm, so that it
 * really resamples), volume, limit. Sounds follow one another without a gap; every frame sounds.
 */
export async function measureFrame(): Promise<{ frameMicroseconds: number }> {
  progress('the cost of a frame')
  const file = await spokenFile()
  const durationMs = file.durationSamples / SAMPLES_PER_MS
  const soundCount = Math.ceil(((WARM_FRAMES + FRAMES + 1) * FRAME_MS) / durationMs) + 1
  // The loop below never yields, so that no decoder can be made while it runs.
  const decoders = new DecoderPool(soundCount)
  await decoders.start()
  const playback = new Playback({ decoders, onProgress: () => {}, soundsMax: soundCount })
  for (let index = 0; index < soundCount; index += 1) {
    const startAt = T0 + index * durationMs
    playback.arm({ soundId: `sound ${index}`, content: { kind: 'opus', file }, startAt })
  }
  let heardAt = T0
  const pull = (frames: number) => {
    for (let frame = 0; frame < frames; frame += 1) {
      playback.readFrame(heardAt)
      heardAt += FRAME_MS * (1 - PPM * 1e-6)
    }
  }
  pull(WARM_FRAMES)
  const beganMs = systemClock.monotonicMs()
  pull(FRAMES)
  const spentMs = systemClock.monotonicMs() - beganMs
  await decoders.stop()
  return { frameMicroseconds: rounded((spentMs * 1000) / FRAMES, 1) }
}

/** A bulletin as the server stores it: Opus, mono, 32 kbit/s. */
async function spokenFile(): Promise<OggOpus> {
  const folder = await mkdtemp(join(tmpdir(), 'tieng-lang-frame-'))
  const speech = await speak(FIRST_BULLETINS[1]?.text ?? '')
  try {
    const stored = join(folder, 'speech.opus')
    const format = ['-ac', '1', '-ar', '48000', '-c:a', 'libopus', '-b:a', '32k', '-application', 'voip']
    await run('ffmpeg', ['-v', 'error', '-nostdin', '-i', speech, ...format, stored])
    return readOggOpus(await readFile(stored))
  } finally {
    await rm(folder, { recursive: true })
    await rm(dirname(speech), { recursive: true })
  }
}
