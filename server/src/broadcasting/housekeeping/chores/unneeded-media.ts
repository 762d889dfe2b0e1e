import { stat } from 'node:fs/promises'
import { DAY_MS, sleep } from '@tieng-lang/protocol'
import { isMediaUsed } from '../../../storage/bulletins/bulletins.ts'
import { removeWaveform } from '../../../storage/bulletins/waveforms.ts'
import type { Database } from '../../../storage/database.ts'
import { isSaidInEmergency } from '../../../storage/emergencies/emergencies.ts'
import { isKitSound } from '../../../storage/emergencies/emergency-kit.ts'
import type { Services } from '../../services.ts'
import type { ChoreContext, Did } from '../chore.ts'

/** An intake of this life or the next may still make a bulletin of it. */
const GRACE_MS = 7 * DAY_MS

/**
 * Removes audio that is of no bulletin, whatever state the bulletin is in, and of no emergency: a life that ended between storing audio and
 * recording its bulletin leaves such behind. What any plan names has its bulletin, also a withdrawn one, so nothing that a
 * cluster may still fetch goes. Nothing goes while a recording is on its way in or a backup is being made.
 */
export async function removeUnneededMedia({ services, isStopping }: ChoreContext): Promise<Did> {
  const { clock, database, media } = services
  let removedCount = 0
  let removedBytes = 0
  for (const sha256 of await media.list()) {
    if (isStopping() || isHandsOff(services)) break
    await sleep(clock, 0)
    if (isNeeded(database, sha256)) continue
    const { mtimeMs, size } = await stat(media.pathOf(sha256))
    // Asked again: others have run since.
    const isWanted = isNeeded(database, sha256) || isHandsOff(services)
    if (isWanted || clock.now() - mtimeMs < GRACE_MS) continue
    await media.remove(sha256)
    removeWaveform(database, sha256)
    removedCount += 1
    removedBytes += size
  }
  return { removedCount, removedBytes }
}

function isNeeded(database: Database, sha256: string): boolean {
  return [isMediaUsed, isKitSound, isSaidInEmergency].some((isSo) => isSo(database, sha256))
}

function isHandsOff({ backups, intakes }: Services): boolean {
  return backups.isUnderWay() || intakes.isAtWork()
}
