import { type Bulletin, CodedError, type Id, newId } from '@tieng-lang/protocol'
import { type IntakeStep, takeIn } from '../media/intake.ts'
import { findBulletin, insertBulletin, replaceBulletinReview } from '../storage/bulletins.ts'
import { deliverAllPlans } from './delivery/plan-delivery.ts'
import type { Services } from './services.ts'

export interface NewBulletin {
  /** A file of our own; the caller removes it. */
  path: string
  title: string
  language: string
  kind: 'speech' | 'music'
  producedBy: string
  /** Policy *one person*: who produces also approves, and is recorded as both. */
  isApprovedAtOnce: boolean
  onProgress?: (step: IntakeStep) => void
  signal?: AbortSignal
}

/** Takes a recording in and makes a bulletin of it. Rejects as `takeIn` does. */
export async function addBulletin(services: Services, wanted: NewBulletin): Promise<Bulletin> {
  const { clock, chance, config, database, media } = services
  const { path, title, language, kind, producedBy, isApprovedAtOnce, onProgress, signal } = wanted
  const taken = await services.intake.run(() =>
    takeIn(path, {
      clock,
      kind,
      store: media,
      runMsMax: config.limits.intakeMsMax,
      ...(onProgress && { onProgress }),
      ...(signal && { signal }),
    }),
  )
  const bulletin: Bulletin = {
    ...taken,
    bulletinId: newId('bt', chance),
    title,
    language,
    state: isApprovedAtOnce ? 'approved' : 'draft',
    producedBy,
    approvedBy: isApprovedAtOnce ? producedBy : null,
    createdAt: clock.now(),
  }
  insertBulletin(database, bulletin)
  return bulletin
}

/** Approves a bulletin: from here on its audio is public and programmes may carry it. Throws `bulletinNotFound`. */
export function approveBulletin({ database }: Services, bulletinId: Id, approvedBy: string): Bulletin {
  replaceBulletinReview(database, bulletinId, { state: 'approved', approvedBy })
  return bulletinAt(database, bulletinId)
}

/** Sends a bulletin back to its producer; plans that carried it are delivered without it. */
export async function returnBulletin(services: Services, bulletinId: Id): Promise<Bulletin> {
  replaceBulletinReview(services.database, bulletinId, { state: 'returned', approvedBy: null })
  const bulletin = bulletinAt(services.database, bulletinId)
  await deliverAllPlans(services)
  return bulletin
}

function bulletinAt(database: Services['database'], bulletinId: Id): Bulletin {
  const bulletin = findBulletin(database, bulletinId)
  if (!bulletin) throw new CodedError('bulletinNotFound', `no bulletin is ${bulletinId}`)
  return bulletin
}
