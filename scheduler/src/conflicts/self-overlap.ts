import { DAY_MS, itemLengthMs, type Programme } from '@tieng-lang/protocol/browser'
import { listSlots, type Slot } from '../calendar/recurrence.ts'
import { itemsOn } from '../occurrences.ts'

/** Looked through one after another until two starts are found: rarer than that nothing runs into itself. */
const SPANS_MS = [8 * DAY_MS, 70 * DAY_MS, 400 * DAY_MS]

/**
 * The first start of a programme that comes before its start before is over, undefined where there is none in the time
 * looked at. Such a programme falls further behind itself with each start, and asks of a cluster more sounds than a day
 * has room for.
 */
export function findSelfOverlap(
  programme: Programme,
  { timeZone, from }: { timeZone: string; from: number },
): Slot | undefined {
  const lengthOn = lengthByDate(programme)
  for (const spanMs of SPANS_MS) {
    const slots = listSlots(programme, { timeZone, from, until: from + spanMs })
    const overlap = slots.find(({ at }, index) => {
      const before = slots[index - 1]
      return before !== undefined && before.at + lengthOn(before.date) > at
    })
    if (overlap || slots.length > 1) return overlap
  }
  return undefined
}

/** From the start of a slot to the end of its last sound, each date reckoned once. */
function lengthByDate(programme: Programme): (date: string) => number {
  const known = new Map<string, number>()
  return (date) => {
    const lengthMs = known.get(date) ?? lengthMsOf(itemsOn(programme, date))
    known.set(date, lengthMs)
    return lengthMs
  }
}

function lengthMsOf(items: Programme['playlist']): number {
  const wholeMs = items.reduce((sum, item) => sum + item.repeats * (itemLengthMs(item) + item.gapMs), 0)
  return Math.max(0, wholeMs - (items.at(-1)?.gapMs ?? 0))
}
