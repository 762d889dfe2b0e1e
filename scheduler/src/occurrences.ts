import type { Plan, Programme, ProgrammeItem } from '@tieng-lang/protocol/browser'
import type { Sound } from './arbitration/sound.ts'

/** One planned sound: one play of one item in one sounding of a slot. */
export interface Occurrence {
  /** `{broadcastId}/{itemId}/{repeat}`, repeat counted from 1. */
  readonly occurrenceId: string
  /** `{programmeId}@{local start}`, e.g. `morning@2026-02-17T05:30`; `{programmeId}@once` for kind `once`. */
  readonly broadcastId: string
  readonly slotAt: number
  readonly dueAt: number
  /** Place among all plays of the broadcast, from 0. */
  readonly order: number
  readonly programme: Programme
  readonly item: ProgrammeItem
}

export interface OccurrenceWindow {
  /** IANA name, e.g. `Asia/Ho_Chi_Minh`. */
  readonly timeZone: string
  /** First `dueAt` that counts. */
  readonly from: number
  /** First `dueAt` that no longer counts. */
  readonly until: number
}

/** All planned sounds due in `[from, until)`, by `dueAt`; without the broadcasts that the plan has stopped. */
export function listOccurrences(_plan: Plan, _window: OccurrenceWindow): Occurrence[] {
  return []
}

/** The occurrence as arbitration takes it. */
export function soundOf(occurrence: Occurrence, planRevision: number): Sound {
  const { programme, item } = occurrence
  return {
    soundId: occurrence.occurrenceId,
    broadcastId: occurrence.broadcastId,
    priority: programme.priority,
    dueAt: occurrence.dueAt,
    slotAt: occurrence.slotAt,
    order: occurrence.order,
    durationMs: item.media.durationMs,
    latenessMsMax: programme.latenessMsMax,
    onInterrupted: programme.onInterrupted,
    mayBeCut: programme.mayBeCut,
    mediaSha256: item.media.sha256,
    volumePercent: programme.volumePercent ?? null,
    planRevision,
    emergency: null,
  }
}
