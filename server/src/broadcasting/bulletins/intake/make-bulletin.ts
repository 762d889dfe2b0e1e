import { type AreaId, type BulletinAnswer, type BulletinCategory, newId } from '@tieng-lang/protocol'
import { recordAct } from '../../../access/audit.ts'
import type { Principal } from '../../../access/principal.ts'
import { type IntakeResult, type IntakeStep, takeIn } from '../../../media/intake.ts'
import {
  findBulletin,
  insertBulletin,
  isMediaUsed,
  type NewBulletinRow,
} from '../../../storage/bulletins/bulletins.ts'
import { insertWaveform } from '../../../storage/bulletins/waveforms.ts'
import type { Services } from '../../services.ts'
import { bulletinAnswer } from '../bulletin-answer.ts'

/** What is to become of a recording. */
export interface BulletinOrder {
  areaId: AreaId
  title: string
  language: string
  category: BulletinCategory
  audience: string
  validity: BulletinAnswer['validity']
  source: BulletinAnswer['source']
  kind: 'speech' | 'music'
  by: Principal
  /** Policy *one person*: who produces also approves, and is recorded as both. */
  isApprovedAtOnce: boolean
}

export interface Watching {
  onProgress: (step: IntakeStep, part: number) => void
  signal: AbortSignal
}

/** Takes in the recording at `path`, a file of our own, and makes a bulletin of it. Rejects as `takeIn` does. */
export async function makeBulletin(
  services: Services,
  { path, order }: { path: string; order: BulletinOrder },
  watching: Watching,
): Promise<BulletinAnswer> {
  const { clock, config, media } = services
  const { kind } = order
  const runMsMax = config.limits.intakeMsMax
  const taken = await takeIn(path, { clock, kind, store: media, runMsMax, ...watching })
  try {
    return storeBulletin(services, order, taken)
  } catch (cause) {
    // Its area may have gone meanwhile: audio that nobody's bulletin is would stay for ever.
    if (!isMediaUsed(services.database, taken.media.sha256)) await media.remove(taken.media.sha256)
    throw cause
  }
}

function storeBulletin(services: Services, order: BulletinOrder, taken: IntakeResult): BulletinAnswer {
  const { clock, chance, database, updates } = services
  const { by, isApprovedAtOnce, kind: _, ...labels } = order
  const { peaks, ...audio } = taken
  const row: NewBulletinRow = {
    ...labels,
    ...audio,
    bulletinId: newId('bt', chance),
    state: isApprovedAtOnce ? 'approved' : 'draft',
    producedBy: by.name,
    producedById: by.operatorId,
    approvedBy: isApprovedAtOnce ? by.name : null,
    approvedById: isApprovedAtOnce ? by.operatorId : null,
    isOnePerson: isApprovedAtOnce,
    createdAt: clock.now(),
  }
  const { bulletinId, areaId, title } = row
  database.transaction(() => {
    insertBulletin(database, row)
    insertWaveform(database, audio.media.sha256, peaks)
    const detail = { title, source: order.source.kind, ...(isApprovedAtOnce && { isOnePerson: true }) }
    const act = { at: row.createdAt, by, areaIds: [areaId], subject: bulletinId, detail }
    recordAct(database, { ...act, act: 'bulletin.add' })
    if (isApprovedAtOnce) recordAct(database, { ...act, act: 'bulletin.approve' })
  })
  updates.changed('bulletins', bulletinId)
  const stored = findBulletin(database, bulletinId)
  if (!stored) throw new Error(`the bulletin ${bulletinId} was not stored`)
  return bulletinAnswer(stored)
}
