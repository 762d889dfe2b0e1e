import type { ForecastLine } from '@tieng-lang/protocol/browser'

/** One sounding of a slot with its items, as people speak of it. */
export interface ForecastGroup {
  broadcastId: string
  programmeId: string
  programmeName: string
  /** The first thing heard, or due where nothing is heard. */
  startAt: number
  /** The end of the last thing heard; null where nothing of it is heard. */
  endAt: number | null
  lines: ForecastLine[]
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
    ...{ broadcastId, programmeId, programmeName, lines },
    startAt: Math.min(...lines.map(({ startAt, dueAt }) => startAt ?? dueAt)),
    endAt: heard.length === 0 ? null : Math.max(...heard.map(({ endAt }) => endAt ?? 0)),
  }
}
