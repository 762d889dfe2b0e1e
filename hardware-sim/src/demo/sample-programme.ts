import { type Clock, HOUR_MS, MINUTE_MS, SECOND_MS } from '@tieng-lang/protocol'
import type { AdminClient } from '@tieng-lang/protocol/node'
import { localDate, localTime } from './local-time.ts'
import type { LaidBulletin } from './speaking.ts'

const PROGRAMME_ID = 'chuong-trinh-mau'
/** From the moment the programme is laid until its first sound: time for six clusters to fetch a few hundred kB. */
const FIRST_SOUND_MS = 20 * SECOND_MS
const AGAIN_EVERY_MS = 30 * MINUTE_MS
const SLOTS_MAX = 8

/** Where nobody plays with loudspeakers in these hours, they are the usual ones. */
const USUAL_QUIET = { from: '21:00', until: '04:30' }
const USUAL_QUIET_FROM_HOUR = 21
const USUAL_QUIET_UNTIL_HOUR = 5
/** So long after its start nothing may be in the way of the demo. */
const PLAYED_WITH_MS = 4 * HOUR_MS
/** Else they lie far from now: long enough to be looked at. */
const QUIET_FROM_MS = 10 * HOUR_MS
const QUIET_UNTIL_MS = 14 * HOUR_MS

/** Lays the first programme around this very moment, for all communes; gives the instant of its first sound. */
export async function layProgramme(
  administration: AdminClient,
  { clock, communes }: { clock: Clock; communes: readonly { areaId: string }[] },
  bulletins: ReadonlyMap<string, LaidBulletin>,
): Promise<number> {
  const firstAt = Math.ceil((clock.now() + FIRST_SOUND_MS) / SECOND_MS) * SECOND_MS
  const date = localDate(firstAt)
  const starts = Array.from({ length: SLOTS_MAX }, (_, index) => firstAt + index * AGAIN_EVERY_MS)
  const startTimes = starts.filter((at) => localDate(at) === date).map((at) => localTime(at))
  await administration.post('/api/v1/programmes?review=approve', {
    targets: { areas: communes.map(({ areaId }) => areaId), zones: [], clusters: [] },
    definition: {
      programmeId: PROGRAMME_ID,
      name: 'Phát thử khi khởi động',
      priority: 'routine',
      recurrence: { kind: 'dates', dates: [date], startTimes },
      validity: {},
      playlist: [...bulletins].map(([key, { bulletinId, title }], index) => ({
        itemId: key,
        title,
        bulletinId,
        repeats: index === 0 ? 2 : 1,
        gapMs: 1_500,
      })),
      latenessMsMax: 10 * MINUTE_MS,
      onInterrupted: 'resume',
      mayBeCut: false,
    },
  })
  return firstAt
}

/** Quiet hours of the whole demo: the usual night, unless that is now or soon. */
export async function layQuietHours(
  administration: AdminClient,
  clock: Clock,
  { rootAreaId, clusterIds }: { rootAreaId: string; clusterIds: readonly string[] },
): Promise<void> {
  const now = clock.now()
  const window = isNightNear(now)
    ? { from: localTime(now + QUIET_FROM_MS, 'minutes'), until: localTime(now + QUIET_UNTIL_MS, 'minutes') }
    : USUAL_QUIET
  const settings = { quietHours: { windows: [window] } }
  await administration.patch(`/api/v1/areas/${rootAreaId}`, { settings })
  for (const clusterId of clusterIds)
    await administration.patch(`/api/v1/clusters/${clusterId}`, { settings: { quietHours: null } })
}

function isNightNear(now: number): boolean {
  return [now, now + PLAYED_WITH_MS / 2, now + PLAYED_WITH_MS].some((at) => {
    const hour = Number(localTime(at).slice(0, 2))
    return hour >= USUAL_QUIET_FROM_HOUR || hour < USUAL_QUIET_UNTIL_HOUR
  })
}
