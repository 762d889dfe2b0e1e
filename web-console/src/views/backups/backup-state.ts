import type { BackupsAnswer } from '@tieng-lang/protocol/browser'

/** How well the village is covered, worst first. */
export type BackupState = 'none' | 'old' | 'missing' | 'good'

/** A day without one may be a weekend's outage; two are a fault. */
const OLD_MS = 2 * 86_400_000

/** Judged by the newest. */
export function backupState({ backups }: Pick<BackupsAnswer, 'backups'>, nowAt: number): BackupState {
  const [newest] = backups
  if (!newest) return 'none'
  if (nowAt - newest.takenAt > OLD_MS) return 'old'
  return newest.audioMissingCount > 0 ? 'missing' : 'good'
}

/** Whether the next one would be refused: the database is copied whole each time, audio only once. */
export function isDiskShort({
  disk: { backupFreeBytes, databaseBytes, freeBytesMin },
}: Pick<BackupsAnswer, 'disk'>): boolean {
  return backupFreeBytes - databaseBytes < freeBytesMin
}
