import { CodedError } from '@tieng-lang/protocol'
import type { IntakePlace } from '../../../media/intake-queue.ts'
import { areaTree } from '../../../storage/tree/area-tree.ts'
import type { Services } from '../../services.ts'
import { checkValidity, fileNameOf, lineOf, titleOf } from '../labels.ts'
import type { IntakeWork, StartedIntake } from './intake-desk.ts'
import { progressAt } from './intake-progress.ts'
import { type BulletinOrder, makeBulletin } from './make-bulletin.ts'

/** A recording that lies in a file of ours. */
export interface Upload {
  path: string
  place: IntakePlace
  /** Takes the file away. */
  clear: () => Promise<void>
}

/** Lets an uploaded recording wait for its turn; it becomes a bulletin or is refused with a code. */
export function startIntake(services: Services, order: BulletinOrder, upload: Upload): StartedIntake {
  const { path, place, clear } = upload
  const work: IntakeWork = (tell, signal) => recordingWork(services, { path, order }, { tell, signal })
  const { title, areaId, by } = order
  return services.intakes.open({ title, areaId, by, place, work, clear })
}

/** The part of an intake that is the same for what was uploaded and what was spoken. */
export function recordingWork(
  services: Services,
  recording: { path: string; order: BulletinOrder },
  { tell, signal }: { tell: Parameters<IntakeWork>[0]; signal: AbortSignal },
): ReturnType<IntakeWork> {
  let last = { progressPart: 0 }
  const onProgress: Parameters<typeof makeBulletin>[2]['onProgress'] = (step, part) => {
    const next = progressAt(last, step, part)
    last = next
    tell(next)
  }
  return makeBulletin(services, recording, { onProgress, signal })
}

/**
 * The order with its words as they are stored, before anything is uploaded for it. Throws `badRequest`, `badDates`,
 * `areaNotFound`.
 */
export function checkedOrder({ database }: Services, order: BulletinOrder): BulletinOrder {
  if (!areaTree(database).find(order.areaId))
    throw new CodedError('areaNotFound', `no area is ${order.areaId}`)
  checkValidity(order.validity)
  const { source } = order
  return {
    ...order,
    title: titleOf(order.title),
    audience: lineOf(order.audience, 'the audience'),
    source: source.kind === 'file' ? { ...source, fileName: fileNameOf(source.fileName) } : source,
  }
}
