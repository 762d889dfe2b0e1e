import type { AreaId, BulletinCategory, IntakeAnswer, SpeechOrder } from '@tieng-lang/protocol/browser'

/** What is chosen once for all files and may be another for one of them. */
export interface SharedLabels {
  areaId: AreaId | null
  category: BulletinCategory
  language: string
  kind: 'speech' | 'music'
}

export type Source = { kind: 'file'; file: File } | { kind: 'speech'; speech: SpeechOrder }

/**
 * `chosen`: nothing has been sent, the person still looks at it. `waiting`: for its turn to be sent. `sending`: on its
 * way up. `intake`: at the server, which tells how far it is. The rest are ends.
 */
export type NewBulletinStep = 'chosen' | 'waiting' | 'sending' | 'intake' | 'done' | 'failed' | 'cancelled'

/** A file or a text on its way to become a bulletin. */
export interface NewBulletin {
  newId: string
  source: Source
  title: string
  /** In place of what was chosen for all. */
  own: Partial<SharedLabels>
  step: NewBulletinStep
  /** 0-1 of the bytes. */
  sentPart: number
  intake: IntakeAnswer | null
  /** Why it failed: a ProblemError. */
  cause: unknown
  isSubmitted: boolean
}

/** Everything that a server needs to take it in. */
export interface ReadyBulletin extends SharedLabels {
  areaId: AreaId
  title: string
  source: Source
}

/** What all share, but for what this one has of its own. */
export function labelsOf(shared: SharedLabels, { own }: NewBulletin): SharedLabels {
  return { ...shared, ...own }
}

/** With all that is needed, or null where its title or its area is missing. */
export function readyOf(shared: SharedLabels, item: NewBulletin): ReadyBulletin | null {
  const { areaId, ...labels } = labelsOf(shared, item)
  const title = item.title.trim()
  return areaId === null || title === '' ? null : { ...labels, areaId, title, source: item.source }
}

/** Whether it has been sent off and is not stored yet. */
export function isUnderWay({ step }: NewBulletin): boolean {
  return step === 'waiting' || step === 'sending' || step === 'intake'
}

/** What is lost when the tab is closed: the server has not all of it yet. */
export function isLostOnLeaving({ step }: NewBulletin): boolean {
  return step === 'chosen' || step === 'waiting' || step === 'sending'
}

/** 0-1 of its whole way: one half for sending, one for the intake; what is spoken has no sending. */
export function progressOf({ source, step, sentPart, intake }: NewBulletin): number {
  const sendingPart = source.kind === 'file' ? 0.5 : 0
  if (step === 'done') return 1
  return step === 'intake'
    ? sendingPart + (1 - sendingPart) * (intake?.progressPart ?? 0)
    : sendingPart * sentPart
}
