import { execFile } from 'node:child_process'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { decodeAudio } from '@tieng-lang/hardware-sim'

const run = promisify(execFile)

/** Has a Vietnamese sentence spoken into a WAV file in a temporary folder, and gives its path. */
export async function speak(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tieng-lang-speech-'))
  const file = join(folder, 'speech.wav')
  await run('espeak-ng', ['-v', 'vi', '-s', '150', '-w', file, text])
  return file
}

/** The same at the rate of a sound card, as a microphone hears it, and its samples. */
export async function saidBy(text: string): Promise<{ file: string; samples: Float32Array }> {
  const spoken = await speak(text)
  const file = spoken.replace(/speech\.wav$/, 'microphone.wav')
  await run('ffmpeg', ['-v', 'error', '-i', spoken, '-ar', '48000', '-ac', '1', '-af', 'volume=0.5', file])
  return { file, samples: await decodeAudio(file) }
}
