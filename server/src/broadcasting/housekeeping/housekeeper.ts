import { type Cancellable, CodedError, HOUR_MS, MINUTE_MS } from '@tieng-lang/protocol'
import { type ScheduledTask, schedule } from 'node-cron'
import type { Services } from '../services.ts'
import type { Chore, Did } from './chore.ts'
import { CHORES } from './chores.ts'
import { type ChoreReport, runChores } from './keep-house.ts'

/** Not at the full hour, when everything sounds. */
const HOURLY_AT = '17 * * * *'
const NIGHTLY_AT = '23 3 * * *'
/** A machine that is switched off at night does its nightly work when it has been up for so long. */
const MISSED_AFTER_MS = 10 * MINUTE_MS

const hourly = CHORES.filter(({ when }) => when === 'hourly')
const nightly = CHORES.filter(({ when }) => when === 'nightly')

/** The backup that is made by itself; a chore like the others, at its own time. */
export const scheduledBackup: Chore = {
  name: 'backup',
  when: 'nightly',
  run: async ({ services: { backups } }): Promise<Did> => {
    const { sizeBytes, audioCount, audioMissingCount } = await backups.start({ by: 'máy chủ' }).end
    return { sizeBytes, audioCount, audioMissingCount }
  },
}

const backupAlone = [scheduledBackup]

/** Does every chore at its time, by `node-cron`: never two at once, in the order in which they fell due. */
export class Housekeeper {
  readonly #services: Services
  readonly #tell: (report: ChoreReport) => void
  readonly #tasks: ScheduledTask[] = []
  readonly #waiting = new Set<readonly Chore[]>()
  #turn: Promise<void> = Promise.resolve()
  #missed: Cancellable | undefined
  #isStopping = false

  constructor(services: Services, tell: (report: ChoreReport) => void) {
    this.#services = services
    this.#tell = tell
  }

  start(): void {
    const { backup } = this.#services.config
    this.#every(HOURLY_AT, hourly)
    this.#every(NIGHTLY_AT, nightly)
    const backupTask = backup.at === null ? undefined : this.#every(backup.at, backupAlone)
    this.#missed = this.#services.clock.after(MISSED_AFTER_MS, () => {
      if (backupTask) void this.#backUpIfMissed(backupTask)
      void this.run(nightly)
    })
  }

  /** When everything before is done; at once where the same waits already. */
  run(chores: readonly Chore[]): Promise<void> {
    if (this.#waiting.has(chores)) return this.#turn
    this.#waiting.add(chores)
    this.#turn = this.#turn.then(async () => {
      this.#waiting.delete(chores)
      await runChores(this.#services, chores, { isStopping: () => this.#isStopping, tell: this.#tell })
    })
    return this.#turn
  }

  /** Waits for the slice under way; a backup is given up. */
  async stop(): Promise<void> {
    this.#isStopping = true
    this.#missed?.cancel()
    for (const task of this.#tasks) await task.destroy()
    await this.#services.backups.stop()
    await this.#turn
  }

  #every(expression: string, chores: readonly Chore[]): ScheduledTask {
    const { timeZone: timezone } = this.#services.config
    const run = () => this.run(chores)
    const task = schedule(expression, run, { timezone, noOverlap: true, suppressMissedWarning: true })
    this.#tasks.push(task)
    return task
  }

  /** Missed where the newest is older than the time between two. */
  async #backUpIfMissed(task: ScheduledTask): Promise<void> {
    const { backups, clock } = this.#services
    const [first, second] = task.getNextRuns(2)
    const everyMs = first && second ? second.getTime() - first.getTime() : Number.POSITIVE_INFINITY
    try {
      const newestAt = (await backups.answer(null)).backups[0]?.takenAt ?? 0
      if (clock.now() - newestAt > everyMs + HOUR_MS) await this.run(backupAlone)
    } catch (cause) {
      if (!(cause instanceof CodedError)) this.#tell({ chore: 'backup', tookMs: 0, cause })
    }
  }
}
