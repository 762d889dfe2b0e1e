import { compareRevision, type HeldRevision, type RefusalCode } from '@tieng-lang/protocol'

/** What came of a document that lies under an area: taken, nothing new, or refused. */
export type OfferedInArea<T> =
  | ({ outcome: 'taken' } & T)
  | { outcome: 'redelivery' | 'notForUs' }
  | { outcome: 'refused'; code: RefusalCode; detail: string }

/** What a revision is that says nothing new beside the one that is held; undefined where it is newer. */
export function nothingNew(
  held: HeldRevision | undefined,
  arrived: HeldRevision,
): { outcome: 'redelivery' } | { outcome: 'refused'; code: 'staleDocument'; detail: string } | undefined {
  const code = compareRevision(held, arrived)
  if (code === 'redelivery') return { outcome: 'redelivery' }
  if (code !== 'staleDocument') return undefined
  return {
    outcome: 'refused',
    code,
    detail: `revision ${arrived.revision} arrived, ${held?.revision} is held`,
  }
}
