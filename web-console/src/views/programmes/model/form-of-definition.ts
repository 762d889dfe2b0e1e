import type { ProgrammeDefinition, ProgrammeTargets } from '@tieng-lang/protocol/browser'
import { localDateOf, localTimeOf } from '../../../components/dates/local-dates.ts'
import { blankForm, type ProgrammeForm } from './programme-form.ts'

/** The fields for a programme as it is kept. `nowAt` and the zone only fill fields that its recurrence does not use. */
export function formOfDefinition(
  { definition, targets }: { definition: ProgrammeDefinition; targets: ProgrammeTargets },
  { nowAt, timeZone }: { nowAt: number; timeZone: string },
): ProgrammeForm {
  const { programmeId, name, priority, recurrence, validity, playlist } = definition
  const blank = blankForm({ programmeId, targets, date: localDateOf(nowAt, timeZone), time: '05:30' })
  return {
    ...{ ...blank, name, priority, when: recurrence.kind },
    ...(recurrence.kind === 'once' && { once: onceOf(recurrence.at, timeZone) }),
    ...('startTimes' in recurrence && { startTimes: recurrence.startTimes }),
    ...(recurrence.kind === 'dates' && { dates: recurrence.dates }),
    ...(recurrence.kind === 'weekly' && { weekdays: recurrence.weekdays }),
    ...(recurrence.kind === 'cron' && { cronExpression: recurrence.expression }),
    from: validity.from ?? null,
    until: validity.until ?? null,
    exceptions: validity.exceptions ?? [],
    season: validity.season ?? null,
    playlist: playlist.map(({ gapMs, ...item }) => ({ ...item, gapSeconds: gapMs / 1_000 })),
    latenessMinutes: definition.latenessMsMax / 60_000,
    onInterrupted: definition.onInterrupted,
    mayBeCut: definition.mayBeCut,
    volumePercent: definition.volumePercent ?? null,
  }
}

function onceOf(at: number, timeZone: string): ProgrammeForm['once'] {
  return { date: localDateOf(at, timeZone), time: localTimeOf(at, timeZone) }
}
