import type { AreaAnswer, ClusterAnswer, QuietHours, QuietWindow } from '@tieng-lang/protocol/browser'
import { areaPathOf } from '../../../components/places/area-tree.ts'

/** Where a setting comes from: the cluster itself, an area above it (its name), or the server. */
export type SettingSource = { kind: 'cluster' | 'server' } | { kind: 'area'; name: string }

/** Who says the quiet hours or the time zone of a cluster: the nearest that sets it. */
export function sourceOf(
  setting: 'quietHours' | 'timeZone',
  { settings, areaId }: ClusterAnswer,
  areas: readonly AreaAnswer[],
): SettingSource {
  if (settings[setting] !== undefined) return { kind: 'cluster' }
  const path = areaPathOf(areas, areaId).toReversed()
  for (const id of path) {
    const area = areas.find((each) => each.areaId === id)
    if (area?.settings[setting] !== undefined) return { kind: 'area', name: area.name }
  }
  return { kind: 'server' }
}

/** The parts of a quiet window's sentence: days none = every day; season as day/month. */
export function quietWindowParts({ from, until, weekdays, season }: QuietWindow) {
  return {
    isAllDay: from === until,
    hours: `${from}–${until}`,
    days: [...(weekdays ?? [])].sort((a, b) => fromMonday(a) - fromMonday(b)),
    season: season && { from: dayMonth(season.from), until: dayMonth(season.until) },
  }
}

export function isQuietEmpty({ windows, sessionMinutesMax, sessionsPerDayMax }: QuietHours): boolean {
  return windows.length === 0 && sessionMinutesMax === undefined && sessionsPerDayMax === undefined
}

/** `02-17` → `17/02`. */
function dayMonth(monthDay: string): string {
  return monthDay.split('-').toReversed().join('/')
}

/** The week begins on Monday. */
function fromMonday(weekday: number): number {
  return (weekday + 6) % 7
}
