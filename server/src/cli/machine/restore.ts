import { resolve } from 'node:path'
import { CodedError, DEFAULT_TIME_ZONE } from '@tieng-lang/protocol'
import { dataFolder, readArguments } from '../terminal/arguments.ts'
import { type Command, DONE } from '../terminal/terminal.ts'

/** A line of progress for each of so many parts. */
const TOLD_PARTS = 4

export const restore: Command = {
  summary: 'khôi phục từ bản sao lưu (restore)',
  usage: `tieng-lang restore --from FOLDER [--data DIR] [--without-damaged-audio]

Khôi phục một bản sao lưu vào một thư mục dữ liệu trống, sau khi kiểm tra từng tệp. FOLDER là một bản sao lưu, hoặc
thư mục chứa nhiều bản (lấy bản mới nhất). Sau đó chạy "tieng-lang serve": các cụm loa tự kết nối lại.
(Puts a backup into an empty data folder once every file has been checked. FOLDER is a backup or a folder of
backups, of which the newest is taken. Then run "tieng-lang serve": the clusters find their way back by themselves.)`,
  async run(args, terminal) {
    const { values } = readArguments(args, {
      from: { type: 'string' },
      'without-damaged-audio': { type: 'boolean' },
    })
    if (values.from === undefined) throw new CodedError('wronglyAsked', 'thiếu --from (--from is missing)')
    const dataDir = dataFolder(terminal, values.data)
    // Loaded here, so that the small commands do not wait for the database's program.
    const { restoreBackup } = await import('../../backup/restore-backup.ts')
    let told = -1
    const { from, manifest, audioMissing } = restoreBackup({
      from: resolve(values.from),
      dataDir,
      now: terminal.clock.now(),
      operator: terminal.operator,
      isDamagedAudioLeftOut: values['without-damaged-audio'] ?? false,
      onPart: (part) => {
        const next = Math.floor(part * TOLD_PARTS)
        if (next > told) terminal.error(`… ${Math.round((next / TOLD_PARTS) * 100)} %\n`)
        told = Math.max(told, next)
      },
    })
    const takenAt = time.format(manifest.takenAt)
    for (const sha256 of audioMissing) terminal.error(`Thiếu âm thanh (audio missing): ${sha256}\n`)
    terminal.out(`Đã khôi phục (restored): ${from} → ${dataDir}
Mọi thứ như lúc ${takenAt}. (Everything is as it was then.)
Trước khi chạy "tieng-lang serve", hãy nhớ lại những gì đã làm sau lúc đó: bản tin đã thu hồi, lệnh dừng, lịch đã sửa,
cụm loa mới ghi danh đều chưa có ở đây. (What was withdrawn, stopped, changed or enrolled since is not in here.)
Mọi người phải đăng nhập lại; mã ghi danh chưa dùng không còn hiệu lực. (Everybody signs in again; unused enrolment
codes are void.)
`)
    return DONE
  },
}

const time = new Intl.DateTimeFormat('en-GB', {
  timeZone: DEFAULT_TIME_ZONE,
  dateStyle: 'short',
  timeStyle: 'medium',
})
