import type { ForecastLine } from '@tieng-lang/protocol/browser'

/** One item with all its repeats, as long as they fare alike. */
export interface ForecastSpell {
  /** The occurrence id of its first repeat. */
  key: string
  title: string
  isRelay: boolean
  count: number
  outcome: ForecastLine['outcome']
  reason: ForecastLine['reason']
  dueAt: number
  startAt: number | null
  endAt: number | null
}

/** One sounding of a slot with its items, as people speak of it. */
export interface ForecastGroup {
  broadcastId: string
  programmeId: string
  programmeName: string
  /** The first thing heard, or due where nothing is heard. */
  startAt: number
  /** The end of the last thing heard; null where nothing of it is heard. */
  endAt: number | null
  spells: ForecastSpell[]
}

/** The lines of each broadcast together, in the order in which they begin. */
export function groupForecast(lines: readonly ForecastLine[]): ForecastGroup[] {
  const byBroadcast = new Map<string, ForecastLine[]>()
  for (const line of lines) {
    const group = byBroadcast.get(line.broadcastId)
    if (group) group.push(line)
    else byBroadcast.set(line.broadcastId, [line])
  }
  return [...byBroadcast.values()].map(groupOf).toSorted((a, b) => a.startAt - b.startAt)
}

function groupOf(lines: ForecastLine[]): ForecastGroup {
  const [first] = lines
  if (!first) throw new RangeError('a group has a line')
  const { broadcastId, programmeId, programmeName } = first
  const heard = lines.filter(({ endAt }) => endAt !== null)
  return {
    ...{ broadcastId, programmeId, programmeName, spells: spellsOf(lines) },
    startAt: Math.min(...lines.map(({ startAt, dueAt }) => startAt ?? dueAt)),
    endAt: heard.length === 0 ? null : Math.max(...heard.map(({ endAt }) => endAt ?? 0)),
  }
}

function spellsOf(lines: readonly ForecastLine[]): ForecastSpell[] {
  const spells: ForecastSpell[] = []
  let lastItem = ''
  for (const line of lines) {
    // The last part of an occurrence's id is the repeat.
    const item = line.occurrenceId.replace(/\/[^/]*$/, '')
    const last = spells.at(-1)
    if (last && item === lastItem && last.outcome === line.outcome && last.reason === line.reason) {
      last.count += 1
      last.endAt = line.endAt ?? last.endAt
    } else {
      const { title, isRelay, outcome, reason, dueAt, startAt, endAt } = line
      spells.push({
        key: line.occurrenceId,
        count: 1,
        title,
        isRelay,
        outcome,
        reason,
        dueAt,
        startAt,
        endAt,
      })
    }
    lastItem = item
  }
  return spells
}
