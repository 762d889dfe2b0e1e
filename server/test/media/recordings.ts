import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

const SENTENCE =
  'Xin chào bà con. Đây là đài truyền thanh xã. Hôm nay trời nắng, nhiệt độ từ 25 đến 33 độ. Mời bà con nghe bản tin.'

/** A sentence of Vietnamese, spoken by espeak-ng, as WAV: its peaks stand over 18 dB above its loudness. */
export function speak(folder: string, name = 'speech.wav'): string {
  const path = join(folder, name)
  execFileSync('espeak-ng', ['-v', 'vi', '-s', '140', '-w', path, SENTENCE])
  return path
}

/** The same as a studio would hand it in, lightly compressed. */
export function speakInStudio(folder: string): string {
  const compressed = 'acompressor=threshold=-20dB:ratio=3:attack=2:release=80'
  return make(folder, 'studio.wav', ['-i', speak(folder, 'raw.wav'), '-af', compressed])
}

/** Whatever ffmpeg makes of its arguments, in a file of that name. */
export function make(folder: string, name: string, inputs: readonly string[]): string {
  const path = join(folder, name)
  execFileSync('ffmpeg', ['-v', 'error', '-nostdin', '-y', ...inputs, path])
  return path
}
