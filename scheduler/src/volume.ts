import type { Priority, VolumeSettings } from '@tieng-lang/protocol/browser'
import { parseLocalTime } from './calendar/civil-text.ts'
import { timeOfDayMsOf } from './calendar/civil-time.ts'

/** What a sound itself says of its loudness. */
export interface VolumeAsk {
  readonly timeZone: string
  readonly priority: Priority
  /** In place of the cluster's own; null where the cluster decides. */
  readonly programmePercent: number | null
}

/**
 * Loudness of a sound at an instant, in percent of the amplifier's range (R31): for an emergency its own setting, else
 * what the programme asks, else the first time of day that holds the instant, else the default; never above the hard cap.
 */
export function volumeAt(settings: VolumeSettings, at: number, ask: VolumeAsk): number {
  const percent =
    ask.priority === 'emergency'
      ? settings.emergencyPercent
      : (ask.programmePercent ??
        percentByTime(settings, timeOfDayMsOf(at, ask.timeZone)) ??
        settings.defaultPercent)
  return Math.min(percent, settings.hardCapPercent)
}

function percentByTime(settings: VolumeSettings, timeOfDayMs: number): number | undefined {
  return settings.byTimeOfDay.find((entry) => {
    const fromMs = parseLocalTime(entry.from)
    const untilMs = parseLocalTime(entry.until)
    // Equal ends mean the whole day, an end before the begin runs over midnight, as for quiet hours.
    return fromMs < untilMs
      ? fromMs <= timeOfDayMs && timeOfDayMs < untilMs
      : fromMs <= timeOfDayMs || timeOfDayMs < untilMs
  })?.percent
}
