import { join, resolve } from 'node:path'
import {
  type BackupLine,
  type BackupStep,
  type BackupsAnswer,
  type Clock,
  CodedError,
  sleep,
} from '@tieng-lang/protocol'
import type { AdminClient } from '@tieng-lang/protocol/node'
import { PROGRAM_VERSION } from '../../program-version.ts'
import { adminClient, dataFolder, readArguments } from '../terminal/arguments.ts'
import { type Command, DONE, type Terminal } from '../terminal/terminal.ts'

const ASK_EVERY_MS = 300
/** Without a server there are no settings to say it: what a running one keeps free by default. */
const FREE_BYTES_MIN = 536_870_912

const STEPS: Record<BackupStep, string> = {
  database: 'cơ sở dữ liệu (database)',
  checking: 'kiểm tra (checking)',
  audio: 'âm thanh (audio)',
  finishing: 'hoàn tất (finishing)',
}

export const backup: Command = {
  summary: 'sao lưu toàn bộ máy chủ (backup)',
  usage: `tieng-lang backup [--to FOLDER] [--data DIR] [--json]

Tạo một bản sao lưu đầy đủ, đã kiểm tra, trong khi máy chủ vẫn chạy (hoặc khi máy chủ đã tắt). Mỗi bản là một thư mục
riêng trong FOLDER. Bản sao lưu chứa khoá của cả mạng loa: hãy giữ kín như chính máy chủ. Ctrl-C để huỷ.
(Makes a complete, checked backup while the server runs, or when it does not. Each is a folder of its own in FOLDER,
by default that of the settings, else "backups" in the data folder. It holds the keys of the whole network: keep it as
secret as the server itself. Ctrl-C gives it up. "tieng-lang restore" puts it on an empty machine.)`,
  async run(args, terminal) {
    const { values } = readArguments(args, { to: { type: 'string' }, json: { type: 'boolean' } })
    const to = values.to === undefined ? undefined : resolve(values.to)
    const say = progressTo(terminal)
    const made = await withServer(adminClient(terminal, values.data), { to, terminal, say }).catch(
      (cause: unknown) => {
        if (!(cause instanceof CodedError) || cause.code !== 'serverNotRunning') throw cause
        return withoutServer(dataFolder(terminal, values.data), { to, terminal, say })
      },
    )
    terminal.out(values.json ? `${JSON.stringify(made)}\n` : textOf(made))
    return DONE
  },
}

interface Asked {
  to: string | undefined
  terminal: Terminal
  say: (step: BackupStep, part: number) => void
}
type Made = BackupLine & { folder: string }

async function withServer(client: AdminClient, { to, terminal, say }: Asked): Promise<Made> {
  const path = '/api/v1/backups'
  const begun = await client.post<BackupsAnswer>(path, to === undefined ? {} : { folder: to })
  terminal.onStop(() => void client.remove(`${path}/under-way`).catch(() => {}))
  for (let answer = begun; ; answer = await askAgain(client, path, terminal.clock)) {
    if (answer.underWay) {
      say(answer.underWay.step, answer.underWay.progressPart)
      continue
    }
    const { folder = '', made, refusal } = answer.lastEnd ?? {}
    if (made) return { ...made, folder: join(folder, made.name) }
    throw new CodedError(
      refusal?.code ?? 'internal',
      refusal?.detail ?? 'the server has not said how it ended',
    )
  }
}

async function askAgain(client: AdminClient, path: string, clock: Clock): Promise<BackupsAnswer> {
  await sleep(clock, ASK_EVERY_MS)
  return client.get<BackupsAnswer>(path)
}

/** Nobody writes to the data folder: the same work, in this program. */
async function withoutServer(dataDir: string, { to, terminal, say }: Asked): Promise<Made> {
  const folder = to ?? join(dataDir, 'backups')
  const { clock } = terminal
  const { runBackup } = await import('../../backup/run-backup.ts')
  const job = { dataDir, folder, takenAt: clock.now(), programVersion: PROGRAM_VERSION }
  const run = runBackup({ ...job, freeBytesMin: FREE_BYTES_MIN, keep: null }, say)
  terminal.onStop(() => run.giveUp())
  const { name, manifest } = await run.end
  const { takenAt, sizeBytes, audioCount, audioMissingCount } = manifest
  return { name, takenAt, sizeBytes, audioCount, audioMissingCount, folder: join(folder, name) }
}

/** One line a step. */
function progressTo(terminal: Terminal): Asked['say'] {
  let said: BackupStep | undefined
  return (step) => {
    if (step !== said) terminal.error(`… ${STEPS[step]}\n`)
    said = step
  }
}

const BYTES_PER_MB = 1_000_000

function textOf({ folder, sizeBytes, audioCount, audioMissingCount }: Made): string {
  const size = `${(sizeBytes / BYTES_PER_MB).toFixed(1).replace('.', ',')} MB`
  const missing =
    audioMissingCount === 0 ? '' : `Thiếu ${audioMissingCount} tệp âm thanh. (Audio files are missing.)\n`
  return `Đã sao lưu và kiểm tra (backed up and checked): ${folder} · ${size} · ${audioCount} tệp âm thanh (audio files)
${missing}Bản này chứa khoá của cả mạng loa: hãy giữ kín. (It holds the keys of the whole network: keep it secret.)
`
}
