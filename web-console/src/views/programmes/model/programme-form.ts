import type {
  LocalDate,
  LocalTime,
  ProgrammeDefinition,
  ProgrammeTargets,
  RecordingItemDraft,
  RelayItemDraft,
  Resumption,
} from '@tieng-lang/protocol/browser'

export type WhenKind = 'now' | 'once' | 'dates' | 'daily' | 'weekly' | 'cron'

type InSeconds<Item> = Omit<Item, 'gapMs'> & { gapSeconds: number }
/** A line of the playlist that is a recording. */
export type FormRecording = InSeconds<RecordingItemDraft>
/** A line of the playlist that is another station. */
export type FormRelay = InSeconds<RelayItemDraft>
/** One line of the playlist, a relay where it has `relay`. */
export type FormItem = FormRecording | FormRelay

/** What stands in the fields. Everything of every kind is kept, so that trying another kind loses nothing. */
export interface ProgrammeForm {
  programmeId: string
  name: string
  priority: ProgrammeDefinition['priority']
  targets: ProgrammeTargets
  when: WhenKind
  once: { date: LocalDate; time: LocalTime }
  dates: LocalDate[]
  weekdays: number[]
  startTimes: LocalTime[]
  cronExpression: string
  from: LocalDate | null
  until: LocalDate | null
  exceptions: LocalDate[]
  season: { from: string; until: string } | null
  playlist: FormItem[]
  latenessMinutes: number
  onInterrupted: Resumption
  mayBeCut: boolean
  /** Null = the cluster's own volume of that time of day. */
  volumePercent: number | null
}

export interface BlankFormOptions {
  programmeId: string
  date: LocalDate
  time: LocalTime
  targets: ProgrammeTargets
}

/** A new programme: every day at one time, with defaults that are right for most. */
export function blankForm({ programmeId, date, time, targets }: BlankFormOptions): ProgrammeForm {
  return {
    ...{ programmeId, name: '', priority: 'routine', targets },
    ...{ when: 'daily', once: { date, time }, dates: [date], weekdays: [1, 2, 3, 4, 5], startTimes: [time] },
    ...{
      cronExpression: '30 5 * * 1-5',
      from: null,
      until: null,
      exceptions: [],
      season: null,
      playlist: [],
    },
    ...{ latenessMinutes: 10, onInterrupted: 'resume', mayBeCut: false, volumePercent: null },
  }
}
