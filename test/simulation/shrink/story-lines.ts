import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@tieng-lang/protocol'
import { BEGINS_LOCAL_MS } from '../story/places.ts'
import type { Story, StoryEvent } from '../story/story.ts'

/** A story as text, one line an event: when by the wall, what, and whatever else it says. */
export function storyLines({ events }: Story): string[] {
  return events.map(({ afterMs, event }) => `${whenOf(afterMs)}  ${whatOf(event)}`)
}

/** `day 3 17:00:12` */
export function whenOf(afterMs: number): string {
  const localMs = afterMs + BEGINS_LOCAL_MS
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
  const inDayMs = localMs % DAY_MS
  const time = [inDayMs / HOUR_MS, (inDayMs % HOUR_MS) / MINUTE_MS, (inDayMs % MINUTE_MS) / SECOND_MS]
    .map(two)
    .join(':')
  return `day ${1 + Math.floor(localMs / DAY_MS)} ${time}`
}

function whatOf({ kind, ...rest }: StoryEvent['event']): string {
  const about = Object.entries(rest).map(([name, value]) =>
    name === 'forMs'
      ? `for ${lengthOf(Number(value))}`
      : `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  )
  return [kind, ...about].join('  ')
}

function lengthOf(ms: number): string {
  if (ms < MINUTE_MS) return `${(ms / SECOND_MS).toFixed(1)} s`
  return ms < HOUR_MS ? `${(ms / MINUTE_MS).toFixed(1)} min` : `${(ms / HOUR_MS).toFixed(1)} h`
}
