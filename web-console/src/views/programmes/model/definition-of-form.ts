import type { ProgrammeBody, ProgrammeDefinition, Recurrence, Validity } from '@tieng-lang/protocol/browser'
import { instantAt } from '../../../components/dates/local-dates.ts'
import { sortedTimes } from '../../../components/dates/time-text.ts'
import type { ProgrammeForm } from './programme-form.ts'

/** What is not filled in yet; each has a sentence of its own. */
export type MissingPart =
  | 'name'
  | 'targets'
  | 'dates'
  | 'weekdays'
  | 'startTimes'
  | 'cron'
  | 'playlist'
  | 'untilBeforeFrom'

/** "Now" waits for the approver: it may sound this long after it was asked for. */
const NOW_LATENESS_MS = 12 * 3_600_000

/** What has to be filled in before it can be saved, in the order of the page. */
export function missingParts(form: ProgrammeForm): MissingPart[] {
  const { targets, when } = form
  const isMissing: Record<MissingPart, boolean> = {
    name: form.name.trim() === '',
    targets: targets.areas.length + targets.zones.length + targets.clusters.length === 0,
    dates: when === 'dates' && form.dates.length === 0,
    weekdays: when === 'weekly' && form.weekdays.length === 0,
    startTimes: hasStartTimes(when) && form.startTimes.length === 0,
    cron: when === 'cron' && form.cronExpression.trim().length < 9,
    untilBeforeFrom: form.from !== null && form.until !== null && form.until < form.from,
    playlist: form.playlist.length === 0,
  }
  const parts: MissingPart[] = [
    ...([
      'name',
      'targets',
      'dates',
      'weekdays',
      'startTimes',
      'cron',
      'untilBeforeFrom',
      'playlist',
    ] as const),
  ]
  return parts.filter((part) => isMissing[part])
}

/** Whether such a programme is told its times of day one by one. */
export function hasStartTimes(when: ProgrammeForm['when']): boolean {
  return when === 'dates' || when === 'daily' || when === 'weekly'
}

/** What is sent for the fields; `nowAt` is the instant of "phát ngay". Call it only where `missingParts` is empty. */
export function bodyOfForm(
  form: ProgrammeForm,
  { nowAt, timeZone }: { nowAt: number; timeZone: string },
): ProgrammeBody {
  const { programmeId, priority, targets, onInterrupted, mayBeCut, volumePercent } = form
  const definition: ProgrammeDefinition = {
    ...{ programmeId, name: form.name.trim(), priority, onInterrupted, mayBeCut },
    recurrence: recurrenceOf(form, { nowAt, timeZone }),
    validity: validityOf(form),
    playlist: form.playlist.map(({ gapSeconds, ...item }) => ({
      ...item,
      gapMs: Math.round(gapSeconds * 1_000),
    })),
    latenessMsMax: form.when === 'now' ? NOW_LATENESS_MS : Math.round(form.latenessMinutes * 60_000),
    ...(volumePercent !== null && { volumePercent }),
  }
  return { definition, targets }
}

function recurrenceOf(
  form: ProgrammeForm,
  { nowAt, timeZone }: { nowAt: number; timeZone: string },
): Recurrence {
  const startTimes = sortedTimes(form.startTimes)
  switch (form.when) {
    case 'now':
      return { kind: 'once', at: nowAt }
    case 'once':
      return { kind: 'once', at: instantAt(form.once.date, form.once.time, timeZone) }
    case 'dates':
      return { kind: 'dates', dates: form.dates.toSorted(), startTimes }
    case 'daily':
      return { kind: 'daily', startTimes }
    case 'weekly':
      return { kind: 'weekly', weekdays: form.weekdays.toSorted(), startTimes }
    case 'cron':
      return { kind: 'cron', expression: form.cronExpression.trim() }
  }
}

/** A single sounding has its day in itself: a range of days would only take it away. */
function validityOf({ when, from, until, exceptions, season }: ProgrammeForm): Validity {
  if (when === 'now' || when === 'once') return {}
  return {
    ...(from !== null && { from }),
    ...(until !== null && { until }),
    ...(exceptions.length > 0 && { exceptions: exceptions.toSorted() }),
    ...(season !== null && { season }),
  }
}
