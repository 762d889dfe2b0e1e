import { MINUTE_MS, type ProgrammeDefinition, SECOND_MS } from '@tieng-lang/protocol'
import { localDateAt } from '@tieng-lang/scheduler'
import type { SeededChance } from '../../../hardware-sim/src/virtual/index.ts'

/** Recordings of many lengths, by id. */
export const RECORDINGS: Readonly<Record<string, number>> = {
  'nhac-hieu': 8 * SECOND_MS,
  'nhac-tin': 45 * SECOND_MS,
  'thoi-tiet': 100 * SECOND_MS,
  'tin-ngan': 3 * MINUTE_MS,
  'tin-xa': 7 * MINUTE_MS,
  'ca-nhac': 16 * MINUTE_MS,
  'tiep-song': 40 * MINUTE_MS,
}

/** A programme as nobody would plan it: any start, any order, into the night, over others. */
export function randomProgramme(
  chance: SeededChance,
  { programmeId, now, timeZone }: { programmeId: string; now: number; timeZone: string },
): ProgrammeDefinition {
  const pick = <T>(values: readonly T[]): T => values[Math.floor(chance.next() * values.length)] as T
  const times = () => Array.from({ length: 1 + Math.floor(chance.next() * 3) }, () => randomTime(chance))
  const dates = [0, 1, 2].map((day) => localDateAt(now + day * 24 * 60 * MINUTE_MS, timeZone))
  const recurrence = pick<() => ProgrammeDefinition['recurrence']>([
    () => ({ kind: 'daily', startTimes: times() }),
    () => ({ kind: 'weekly', weekdays: [pick([0, 1, 2]), pick([3, 4]), pick([5, 6])], startTimes: times() }),
    () => ({ kind: 'dates', dates: [pick(dates), pick(dates)], startTimes: times() }),
    () => ({ kind: 'once', at: now + Math.floor(chance.next() * 24 * 60) * MINUTE_MS }),
    () => ({ kind: 'cron', expression: `${pick([0, 7, 31])} ${pick(['*/6', '5,17', '11-13'])} * * *` }),
  ])()
  return {
    ...{ programmeId, name: programmeId, recurrence, mayBeCut: chance.next() < 0.4 },
    priority: chance.next() < 0.25 ? 'priority' : 'routine',
    validity: chance.next() < 0.2 ? { exceptions: [pick(dates)] } : {},
    playlist: Array.from({ length: 1 + Math.floor(chance.next() * 4) }, (_, index) => ({
      ...{ itemId: `muc-${index + 1}`, title: '', bulletinId: pick(Object.keys(RECORDINGS)) },
      ...{ repeats: pick([1, 1, 1, 2, 3]), gapMs: pick([0, 0, 1_500, 20_000]) },
    })),
    latenessMsMax: pick([0, MINUTE_MS, 10 * MINUTE_MS, 2 * 60 * MINUTE_MS]),
    onInterrupted: pick(['resume', 'restart', 'drop']),
  }
}

/** Mostly by day, where things meet each other; to the second now and then. */
function randomTime(chance: SeededChance): string {
  const twoDigits = (value: number) => String(Math.floor(value)).padStart(2, '0')
  const hour = chance.next() < 0.8 ? 5 + chance.next() * 16 : chance.next() * 24
  const seconds = chance.next() < 0.2 ? `:${twoDigits(1 + chance.next() * 59)}` : ''
  return `${twoDigits(hour)}:${twoDigits(chance.next() * 60)}${seconds}`
}
