import { execFile } from 'node:child_process'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Has a Vietnamese sentence spoken into a WAV file in a temporary folder, and gives its path. */
export async function speak(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tieng-lang-speech-'))
  const file = join(folder, 'speech.wav')
  await run('espeak-ng', ['-v', 'vi', '-s', '150', '-w', file, text])
  return file
}
