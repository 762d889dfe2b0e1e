import type { BulletinAnswer, BulletinChange } from '@tieng-lang/protocol'
import type { StoredBulletin } from '../../storage/bulletins.ts'
import type { Services } from '../services.ts'
import { bulletinAt } from './bulletin-answer.ts'
import { deliverPlansWith } from './deliver-plans-with.ts'
import { checkValidity, lineOf, titleOf } from './labels.ts'
import { type BulletinAct, change } from './review.ts'

/**
 * Writes other words on it; the audio never changes. Old and new words are recorded. Where its days change, plans are
 * delivered anew. Throws `badRequest`, `badDates`, `changedMeanwhile`, `withdrawn`.
 */
export async function changeBulletin(
  services: Services,
  act: BulletinAct,
  wanted: BulletinChange,
): Promise<BulletinAnswer> {
  const labels = checkedLabels(wanted)
  const before = bulletinAt(services.database, act.bulletinId)
  const answer = change(services, act, 'bulletin.change', (bulletin) => ({
    next: { ...bulletin, ...labels },
    detail: differences(bulletin, labels),
  }))
  if (answer.state === 'approved' && !isSame(before.validity, answer.validity))
    await deliverPlansWith(services, act.bulletinId)
  return answer
}

function checkedLabels(wanted: BulletinChange): BulletinChange {
  const { title, audience, validity } = wanted
  if (validity) checkValidity(validity)
  return {
    ...wanted,
    ...(title !== undefined && { title: titleOf(title) }),
    ...(audience !== undefined && { audience: lineOf(audience, 'the audience') }),
  }
}

function differences(before: StoredBulletin, labels: BulletinChange): Record<string, unknown> {
  const changed = Object.entries(labels).filter(([name, value]) => !isSame(fieldOf(before, name), value))
  return {
    changed: Object.fromEntries(changed.map(([name, to]) => [name, { from: fieldOf(before, name), to }])),
  }
}

function fieldOf(bulletin: StoredBulletin, name: string): unknown {
  return Object.entries(bulletin).find(([key]) => key === name)?.[1]
}

/** Texts and validities, both as small as JSON. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
