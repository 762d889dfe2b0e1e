import { existsSync, statSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import {
  type BackupEnd,
  type BackupLine,
  type BackupsAnswer,
  type BackupUnderWay,
  type Clock,
  CodedError,
} from '@tieng-lang/protocol'
import type { ServerConfig } from '../config.ts'
import { PROGRAM_VERSION } from '../program-version.ts'
import { listBackups } from './kept-backups.ts'
import { backupLine, DATABASE_FILE } from './manifest.ts'
import { type BackupRun, runBackup } from './run-backup.ts'

export interface BackupDeskParts {
  config: ServerConfig
  clock: Clock
}

/** One backup at a time: who asked for it, how far it has come, and how the last one ended. */
export class BackupDesk {
  readonly #config: ServerConfig
  readonly #clock: Clock
  #run: BackupRun | undefined
  #underWay: BackupUnderWay | undefined
  #lastEnd: BackupEnd | undefined

  constructor({ config, clock }: BackupDeskParts) {
    this.#config = config
    this.#clock = clock
  }

  /** That of the settings. */
  folder(): string {
    const { backup, dataDir } = this.#config
    return resolve(backup.folder ?? join(dataDir, 'backups'))
  }

  isUnderWay(): boolean {
    return this.#run !== undefined
  }

  /**
   * Begins one, in the folder of the settings, where older ones then go by rule, or in another, where nothing is taken
   * away. The end rejects as `takeBackup` does. Throws `backupUnderWay`.
   */
  start({ by, folder = this.folder() }: { by: string; folder?: string | undefined }): {
    end: Promise<BackupLine>
  } {
    if (this.#run) throw new CodedError('backupUnderWay', 'a backup is being made already')
    const { dataDir, limits, backup, timeZone } = this.#config
    const { dailyKeptCount, weeklyKeptCount } = backup
    const startedAt = this.#clock.now()
    this.#underWay = { startedAt, by, step: 'database', progressPart: 0 }
    const job = {
      ...{ dataDir, folder, programVersion: PROGRAM_VERSION, freeBytesMin: limits.diskFreeBytesMin },
      takenAt: startedAt,
      keep: folder === this.folder() ? { dailyKeptCount, weeklyKeptCount, timeZone } : null,
    }
    const run = runBackup(job, (step, progressPart) => {
      this.#underWay = { startedAt, by, step, progressPart }
    })
    this.#run = run
    const end = this.#untilEnd(run, folder)
    // Whoever began it may not wait for it: how it ended is told by `answer` in any case.
    end.catch(() => {})
    return { end }
  }

  /** Gives up the one under way, and resolves when nothing of it is left. Throws `backupNotFound`. */
  async cancel(): Promise<void> {
    const run = this.#run
    if (!run) throw new CodedError('backupNotFound', 'no backup is under way')
    run.giveUp()
    await run.end.catch(() => {})
  }

  async stop(): Promise<void> {
    if (this.#run) await this.cancel()
  }

  /** All that is to be known about backups; `nextAt` is the calendar's. */
  async answer(nextAt: number | null): Promise<BackupsAnswer> {
    const { dataDir, limits } = this.#config
    const folder = this.folder()
    return {
      backups: listBackups(folder).map(({ name, manifest }) => backupLine(name, manifest)),
      folder,
      nextAt,
      underWay: this.#underWay ?? null,
      lastEnd: this.#lastEnd ?? null,
      disk: {
        freeBytes: await freeBytes(dataDir),
        backupFreeBytes: await freeBytes(folder),
        freeBytesMin: limits.diskFreeBytesMin,
        databaseBytes: databaseBytes(dataDir),
      },
    }
  }

  async #untilEnd(run: BackupRun, folder: string): Promise<BackupLine> {
    try {
      const { name, manifest } = await run.end
      const made = backupLine(name, manifest)
      this.#lastEnd = { endedAt: this.#clock.now(), folder, made, refusal: null }
      return made
    } catch (cause) {
      const { code, message: detail } =
        cause instanceof CodedError ? cause : new CodedError('internal', 'the backup failed')
      this.#lastEnd = { endedAt: this.#clock.now(), folder, made: null, refusal: { code, detail } }
      throw cause
    } finally {
      this.#run = undefined
      this.#underWay = undefined
    }
  }
}

/** Of the nearest folder that there is: the backups' own is made with the first of them. */
async function freeBytes(folder: string): Promise<number> {
  if (!existsSync(folder)) return dirname(folder) === folder ? 0 : freeBytes(dirname(folder))
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

/** With what is not yet in the file itself. */
function databaseBytes(dataDir: string): number {
  return [DATABASE_FILE, `${DATABASE_FILE}-wal`].reduce(
    (sum, name) => sum + (statSync(join(dataDir, name), { throwIfNoEntry: false })?.size ?? 0),
    0,
  )
}
