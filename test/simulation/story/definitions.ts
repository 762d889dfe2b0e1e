import {
  DAY_MS,
  type Id,
  MINUTE_MS,
  type ProgrammeDefinition,
  type ProgrammeItemDraft,
  SECOND_MS,
} from '@tieng-lang/protocol'
import { localDateAt } from '@tieng-lang/scheduler'
import type { SeededChance } from '../../../hardware-sim/src/virtual/index.ts'
import { pick, pickWeighted } from './picking.ts'
import { STORY_BEGINS_AT, TIME_ZONE } from './places.ts'

/** How many of the items are relays: each costs the simulation as much as hours of recordings. */
const RELAYED = 0.08
const RELAY_MS = [20 * SECOND_MS, 100 * SECOND_MS, 4 * MINUTE_MS]

/** What is said on a programme's sheet: any recurrence, either priority, up to four items, planned `afterMs` into the story. */
export function randomDefinition(
  chance: SeededChance,
  programmeId: Id,
  { bulletinIds, afterMs }: { bulletinIds: readonly Id[]; afterMs: number },
): ProgrammeDefinition {
  const dates = [0, 1, 2].map((day) => localDateAt(STORY_BEGINS_AT + afterMs + day * DAY_MS, TIME_ZONE))
  return {
    programmeId,
    name: `Chương trình ${programmeId}`,
    priority: chance.next() < 0.25 ? 'priority' : 'routine',
    recurrence: randomRecurrence(chance, { dates, afterMs }),
    validity: chance.next() < 0.15 ? { exceptions: [pick(chance, dates)] } : {},
    playlist: Array.from({ length: 1 + Math.floor(chance.next() * 4) }, (_, index) =>
      randomItem(chance, { number: index + 1, bulletinIds }),
    ),
    latenessMsMax: pick(chance, [MINUTE_MS, 10 * MINUTE_MS, 10 * MINUTE_MS, 60 * MINUTE_MS]),
    onInterrupted: pick(chance, ['resume', 'restart', 'drop']),
    mayBeCut: chance.next() < 0.3,
  }
}

function randomItem(
  chance: SeededChance,
  { number, bulletinIds }: { number: number; bulletinIds: readonly Id[] },
): ProgrammeItemDraft {
  const line = { itemId: `muc-${number}`, title: `Mục ${number}` }
  const bulletinId = pick(chance, bulletinIds)
  const said = { repeats: pick(chance, [1, 1, 1, 2, 3]), gapMs: pick(chance, [0, 0, 1_500, 20_000]) }
  if (chance.next() >= RELAYED) return { ...line, ...said, bulletinId }
  const url = pick(chance, ['http://vov.example/1', 'http://dai-tinh.example/song'])
  const fallbackBulletinId = chance.next() < 0.5 ? bulletinId : null
  const relay = {
    source: { kind: 'stream', url } as const,
    durationMsMax: pick(chance, RELAY_MS),
    fallbackBulletinId,
  }
  return { ...line, ...said, relay }
}

function randomRecurrence(
  chance: SeededChance,
  { dates, afterMs }: { dates: readonly string[]; afterMs: number },
): ProgrammeDefinition['recurrence'] {
  const times = () =>
    [...new Set(Array.from({ length: 1 + Math.floor(chance.next() * 3) }, () => randomTime(chance)))].sort()
  return pickWeighted<() => ProgrammeDefinition['recurrence']>(chance, [
    [5, () => ({ kind: 'daily', startTimes: times() })],
    [2, () => ({ kind: 'weekly', weekdays: randomWeekdays(chance), startTimes: times() })],
    [
      2,
      () => ({
        kind: 'dates',
        dates: [...new Set([pick(chance, dates), pick(chance, dates)])].sort(),
        startTimes: times(),
      }),
    ],
    [
      2,
      () => ({
        kind: 'once',
        at: STORY_BEGINS_AT + afterMs + Math.floor(chance.next() * 24 * 60) * MINUTE_MS,
      }),
    ],
    [
      1,
      () => ({
        kind: 'cron',
        expression: `${pick(chance, [0, 7, 31])} ${pick(chance, ['*/6', '5,17', '11-13'])} * * *`,
      }),
    ],
  ])()
}

function randomWeekdays(chance: SeededChance): (0 | 1 | 2 | 3 | 4 | 5 | 6)[] {
  return [pick(chance, [0, 1, 2] as const), pick(chance, [3, 4] as const), pick(chance, [5, 6] as const)]
}

/** Mostly in the morning and in the evening, where things meet each other; now and then by mistake at night. */
function randomTime(chance: SeededChance): string {
  const twoDigits = (value: number) => String(Math.floor(value)).padStart(2, '0')
  const hour = pickWeighted<() => number>(chance, [
    [4, () => 5 + chance.next() * 2],
    [4, () => 16 + chance.next() * 3],
    [2, () => 5 + chance.next() * 16],
    [1, () => chance.next() * 24],
  ])()
  const minute = Math.floor((hour % 1) * 60)
  return `${twoDigits(hour)}:${twoDigits(minute)}`
}
