import { schedule } from 'node-cron'
import type { ServerConfig } from '../config.ts'

/** When the next backup is made by itself, by the machine's clock, which the schedule follows; null: never. */
export function nextBackupAt({ backup, timeZone }: Pick<ServerConfig, 'backup' | 'timeZone'>): number | null {
  if (backup.at === null) return null
  const task = schedule(backup.at, () => {}, { timezone: timeZone })
  try {
    return task.getNextRun()?.getTime() ?? null
  } finally {
    void task.destroy()
  }
}
