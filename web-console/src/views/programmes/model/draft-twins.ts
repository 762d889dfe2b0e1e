import type { CalendarEntry } from '@tieng-lang/protocol/browser'

type Entry = Pick<CalendarEntry, 'broadcastId' | 'isPlaying' | 'startAt' | 'endAt'>

/** What a draft leaves as it plays is shown once: as what plays. */
export function withoutTwins<Shown extends Entry>(entries: readonly Shown[]): Shown[] {
  const playing = new Set(entries.filter(({ isPlaying }) => isPlaying).map(twinKey))
  return entries.filter((entry) => entry.isPlaying || !playing.has(twinKey(entry)))
}

/** Whether the version that is being worked on has this broadcast just as it plays. */
export function isInDraftToo(entries: readonly Entry[], entry: Entry): boolean {
  return entries.some((other) => !other.isPlaying && twinKey(other) === twinKey(entry))
}

function twinKey({ broadcastId, startAt, endAt }: Entry): string {
  return `${broadcastId} ${startAt} ${endAt}`
}
