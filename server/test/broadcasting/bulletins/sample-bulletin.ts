import { insertBulletin, type NewBulletinRow } from '../../../src/storage/bulletins/bulletins.ts'
import type { Database } from '../../../src/storage/database.ts'

/** A draft as it lies in the database, without its audio; what is left out is usual. */
export function addSample(database: Database, more: Partial<NewBulletinRow> & { bulletinId: string }): void {
  insertBulletin(database, {
    areaId: 'xa-a',
    title: 'Bản tin',
    language: 'vi',
    media: { sha256: 'a'.repeat(64), sizeBytes: 1_000, durationMs: 5_000 },
    loudness: {
      inputLufs: -20,
      inputTruePeakDbtp: -5,
      gainDb: 4,
      storedLufs: -16,
      storedTruePeakDbtp: -2,
      isGainLowered: false,
    },
    state: 'draft',
    producedBy: 'Lan',
    producedById: 'ng-lan',
    approvedBy: null,
    createdAt: 1_000,
    ...more,
  })
}
