import type { ProgrammeBody, ProgrammeItemDraft, RelayItemDraft } from '@tieng-lang/protocol/browser'

/** Half an hour of another station, with a bulletin in its place. */
export const RELAY: RelayItemDraft = {
  ...{ itemId: 'dai', title: 'Thời sự', repeats: 1, gapMs: 1_500 },
  relay: {
    source: { kind: 'stream', url: 'https://dai.vn/live.mp3' },
    durationMsMax: 30 * 60_000,
    fallbackBulletinId: 'nhac',
  },
}

export function relayOf(url: string, title: string): RelayItemDraft {
  return { ...RELAY, title, relay: { ...RELAY.relay, source: { kind: 'stream', url } } }
}

/** A programme of every day with this playlist. */
export function dayWith(playlist: ProgrammeItemDraft[]): ProgrammeBody {
  return {
    definition: {
      ...{ programmeId: 'sang', name: 'Buổi sáng', priority: 'routine', validity: {}, playlist },
      recurrence: { kind: 'daily', startTimes: ['05:30'] },
      ...{ latenessMsMax: 60_000, onInterrupted: 'resume', mayBeCut: false },
    },
    targets: { areas: ['xa'], zones: [], clusters: [] },
  }
}
