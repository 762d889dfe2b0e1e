import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type BackupEnd, type BackupsAnswer, sleep } from '@tieng-lang/protocol'
import { AdminClient, systemClock } from '@tieng-lang/protocol/node'
import type { RunningServer } from '../../src/app.ts'
import { insertBulletin } from '../../src/storage/bulletins/bulletins.ts'

/** A bulletin with audio of its own, as an intake would leave it. Gives the hash. */
export function addAudio({ services }: RunningServer, bulletinId: string, content: string): string {
  const sha256 = createHash('sha256').update(content).digest('hex')
  const path = services.media.pathOf(sha256)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
  insertBulletin(services.database, {
    ...{ bulletinId, areaId: 'xa-a', title: 'Tin', language: 'vi', state: 'approved' },
    ...{ producedBy: 'Lan', approvedBy: 'Chủ tịch', createdAt: systemClock.now() },
    media: { sha256, sizeBytes: content.length, durationMs: 1_000 },
    loudness: {
      ...{ inputLufs: -16, inputTruePeakDbtp: -3, gainDb: 0 },
      ...{ storedLufs: -16, storedTruePeakDbtp: -3, isGainLowered: false },
    },
  })
  return sha256
}

/** Asks for a backup over the socket, as the command does, and waits for its end. */
export async function backUp(server: RunningServer, folder?: string): Promise<BackupEnd> {
  const client = new AdminClient(server.adminSocket, 'test')
  await client.post('/api/v1/backups', folder === undefined ? {} : { folder })
  // However long: a test's own limit ends it.
  for (;;) {
    const { underWay, lastEnd } = await client.get<BackupsAnswer>('/api/v1/backups')
    if (!underWay && lastEnd) return lastEnd
    await sleep(systemClock, 50)
  }
}

/** Where a backup that was made lies. */
export function placeOf({ folder, made, refusal }: BackupEnd): string {
  if (!made) throw new Error(`the backup was refused: ${refusal?.code} ${refusal?.detail}`)
  return join(folder, made.name)
}
