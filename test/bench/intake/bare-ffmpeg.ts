import { execFile } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { systemClock } from '@tieng-lang/protocol/node'

const run = promisify(execFile)
const OUTPUT_BYTES_MAX = 64 * 1_048_576
const MONO = 'aresample=48000,aformat=sample_fmts=flt:channel_layouts=mono'
const LOUDNESS = 'ebur128=peak=true:framelog=verbose'
const CEILING = (10 ** (-3 / 20)).toFixed(6)

/**
 * What a person would type to bring a recording to the same end: look, measure, encode, measure what came out with its
 * peaks. Gives how many seconds ffmpeg and ffprobe take for it.
 */
export async function bareFfmpegSeconds(folder: string, path: string, gainDb: number): Promise<number> {
  const stored = join(folder, 'bare.ogg')
  const beganMs = systemClock.monotonicMs()
  await run('ffprobe', ['-v', 'warning', '-show_format', '-show_streams', '-of', 'json', path])
  await ffmpeg(path, [MONO, LOUDNESS, 'astats=measure_perchannel=none:measure_overall=all'], NOWHERE)
  const levelled = [
    MONO,
    `volume=${gainDb.toFixed(3)}dB:precision=float`,
    'aresample=192000',
    `alimiter=limit=${CEILING}:attack=5:release=20:level=disabled:latency=1`,
    'aresample=48000',
  ]
  await ffmpeg(path, levelled, [...OPUS, stored])
  const peaks =
    'astats=metadata=1:reset=1:measure_perchannel=none:measure_overall=Peak_level+Number_of_samples'
  const stretches = ['asetnsamples=n=21624:p=0', peaks, 'ametadata=mode=print:file=-']
  await ffmpeg(stored, [MONO, LOUDNESS, ...stretches], NOWHERE)
  const seconds = (systemClock.monotonicMs() - beganMs) / 1_000
  await rm(stored)
  return seconds
}

const NOWHERE = ['-f', 'null', '-']
const OPUS = [
  ...['-c:a', 'libopus', '-b:a', '32k', '-application', 'voip', '-vbr', 'on', '-frame_duration', '20'],
  ...['-ac', '1', '-map_metadata', '-1', '-f', 'ogg'],
]

async function ffmpeg(from: string, filters: readonly string[], output: readonly string[]): Promise<void> {
  const options = ['-nostdin', '-threads', '1', '-i', from, '-map', '0:a:0', '-vn', '-threads', '1']
  await run('ffmpeg', [...options, '-af', filters.join(','), ...output], { maxBuffer: OUTPUT_BYTES_MAX })
}
