import { execFile } from 'node:child_process'
import { copyFile, mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { speak } from './speech.ts'

const run = promisify(execFile)

/** Ending → how ffmpeg makes it: what phones, recorders and programs of the trade save. */
const FORMATS: Record<string, string[]> = {
  mp3: ['-c:a', 'libmp3lame', '-b:a', '128k'],
  m4a: ['-c:a', 'aac'],
  wav: ['-c:a', 'pcm_s16le'],
  ogg: ['-c:a', 'libvorbis'],
  flac: ['-c:a', 'flac'],
  webm: ['-c:a', 'libopus'],
  aac: ['-c:a', 'aac', '-f', 'adts'],
  aiff: ['-c:a', 'pcm_s16be'],
  opus: ['-c:a', 'libopus'],
  mka: ['-c:a', 'flac'],
  caf: ['-c:a', 'alac'],
  wma: ['-c:a', 'wmav2', '-f', 'asf'],
}
export const ENDINGS = Object.keys(FORMATS)

/** One spoken sentence in twelve formats, made once; gives the folder. */
export async function makeRecordings(): Promise<string> {
  const speech = await speak('Mời bà con ra nhà văn hoá họp thôn.')
  const folder = dirname(speech)
  for (const [ending, options] of Object.entries(FORMATS)) {
    const file = join(folder, `goc.${ending}`)
    await run('ffmpeg', ['-v', 'error', '-y', '-i', speech, '-ar', '48000', ...options, file])
  }
  return folder
}

/** Copies under names of one's own: `{name} {ending}.{ending}`, of which the page makes titles. */
export async function recordingsNamed(
  folder: string,
  name: string,
  endings: readonly string[],
): Promise<{ file: string; title: string }[]> {
  const own = join(folder, name)
  await mkdir(own, { recursive: true })
  const copies = endings.map((ending) => ({ ending, title: `${name} ${ending}` }))
  for (const { ending, title } of copies)
    await copyFile(join(folder, `goc.${ending}`), join(own, `${title}.${ending}`))
  return copies.map(({ ending, title }) => ({ file: join(own, `${title}.${ending}`), title }))
}
