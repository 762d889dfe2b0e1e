import { execFile } from 'node:child_process'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

const FROM_HZ = 400
const HZ_PER_SECOND = 200

/** A tone that rises by 200 Hz a second, as a WAV file in a temporary folder: its pitch tells its place. */
export async function makeSweep(durationS: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tieng-lang-sweep-'))
  const file = join(folder, 'sweep.wav')
  const phase = `2*PI*(${FROM_HZ}*t+${HZ_PER_SECOND / 2}*t*t)`
  const source = `aevalsrc='0.3*sin(${phase})':s=48000:d=${durationS}`
  await run('ffmpeg', ['-v', 'error', '-nostdin', '-f', 'lavfi', '-i', source, '-ac', '1', file])
  return file
}

/** Which place of the sweep has this pitch, in milliseconds. */
export function placeMsOf(pitchHz: number): number {
  return ((pitchHz - FROM_HZ) / HZ_PER_SECOND) * 1000
}
