import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const MINUTES = 15

const SENTENCES = [
  'Đây là đài truyền thanh xã, xin kính chào bà con và các bạn.',
  'Sáng nay, Ủy ban nhân dân xã đã họp bàn kế hoạch nạo vét kênh mương trước mùa mưa.',
  'Trạm y tế thông báo lịch tiêm chủng cho trẻ em dưới năm tuổi vào thứ Ba tuần sau.',
  'Hợp tác xã nông nghiệp nhắc bà con giữ mực nước ruộng từ ba đến năm xăng ti mét.',
  'Đêm nay trời có mưa rào và dông, gió nhẹ, nhiệt độ từ hai mươi ba đến hai mươi bảy độ.',
]

/** A quarter of an hour of spoken Vietnamese as a studio hands it in, as MP3; no sentence stands beside itself twice. */
export async function makeLongSpeech(folder: string): Promise<string> {
  const text = join(folder, 'speech.txt')
  const wav = join(folder, 'speech.wav')
  const mp3 = join(folder, 'speech.mp3')
  const lines = Array.from({ length: 60 }, (_, index) => {
    const [first, second] = [SENTENCES[index % 5], SENTENCES[(index * 2 + 1) % 5]]
    return `Mục ${index + 1}. ${first} ${second}`
  })
  await writeFile(text, lines.join('\n'))
  await run('espeak-ng', ['-v', 'vi', '-s', '140', '-f', text, '-w', wav])
  const compressed = 'acompressor=threshold=-20dB:ratio=3:attack=2:release=80'
  const quarter = ['-stream_loop', '-1', '-i', wav, '-t', String(MINUTES * 60)]
  await run('ffmpeg', ['-v', 'error', '-nostdin', ...quarter, '-af', compressed, '-b:a', '128k', mp3])
  return mp3
}
