import type { BulletinAnswer, BulletinChange, BulletinLabels } from '@tieng-lang/protocol/browser'

/** The labels as the form holds them: an empty date is no date. */
export interface LabelsDraft {
  title: string
  category: BulletinLabels['category']
  areaId: string
  language: string
  audience: string
  from: string
  until: string
}

/** The form of labels as they stand. */
export function draftOf({
  title,
  category,
  areaId,
  language,
  audience,
  validity,
}: BulletinLabels): LabelsDraft {
  const { from = '', until = '' } = validity
  return { title, category, areaId, language, audience, from, until }
}

/** Only what is another than before, so that it touches nothing else that somebody has changed meanwhile. */
export function changeOf(draft: LabelsDraft, before: BulletinAnswer): BulletinChange {
  const old = draftOf(before)
  const { from, until, ...plain } = { ...draft, title: draft.title.trim(), audience: draft.audience.trim() }
  const change: BulletinChange = Object.fromEntries(
    Object.entries(plain).filter(([name, value]) => Reflect.get(old, name) !== value),
  )
  if (from === old.from && until === old.until) return change
  return { ...change, validity: { ...(from !== '' && { from }), ...(until !== '' && { until }) } }
}

export type LabelsMistake = 'titleMissing' | 'datesTurned'

export function mistakeOf({ title, from, until }: LabelsDraft): LabelsMistake | null {
  if (title.trim() === '') return 'titleMissing'
  return from !== '' && until !== '' && until < from ? 'datesTurned' : null
}
