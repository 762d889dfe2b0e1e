import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Clock, DEFAULT_TIME_ZONE, HOUR_MS, MINUTE_MS, SECOND_MS } from '@tieng-lang/protocol'
import type { Administration } from './administration.ts'
import { FIRST_BULLETINS, type SampleBulletin } from './sample-bulletins.ts'

const run = promisify(execFile)

const PROGRAMME_ID = 'chuong-trinh-mau'
/** From the moment the programme is laid until its first sound: time for six clusters to fetch a few hundred kB. */
const FIRST_SOUND_MS = 20 * SECOND_MS
const AGAIN_EVERY_MS = 30 * MINUTE_MS
const SLOTS = 48
/** Quiet hours far from now, whenever now is: long enough to be looked at, never in the way of the demo. */
const QUIET_FROM_MS = 10 * HOUR_MS
const QUIET_UNTIL_MS = 14 * HOUR_MS

/** Has every sample bulletin spoken and taken in, once; gives their ids in order. */
export async function speakBulletins(
  administration: Administration,
  onProgress: (title: string) => void,
): Promise<{ bulletinId: string; sample: SampleBulletin }[]> {
  const stored = await storedBulletins(administration)
  const bulletins = []
  for (const sample of FIRST_BULLETINS) {
    const known = stored.find(({ title }) => title === sample.title)
    if (!known) onProgress(sample.title)
    const { bulletinId } = known ?? (await speak(administration, sample))
    bulletins.push({ bulletinId, sample })
  }
  return bulletins
}

/** The newest of them: a demo has no more. */
async function storedBulletins(administration: Administration) {
  const path = '/api/v1/bulletins?count=200'
  const { items } = await administration.get<{ items: { bulletinId: string; title: string }[] }>(path)
  return items
}

async function speak(administration: Administration, { title, text }: SampleBulletin) {
  const folder = await mkdtemp(join(tmpdir(), 'tieng-lang-'))
  try {
    const file = join(folder, 'bulletin.wav')
    await run('espeak-ng', ['-v', 'vi', '-s', '135', '-w', file, text])
    const path = `/api/v1/bulletins?title=${encodeURIComponent(title)}`
    return await administration.upload<{ bulletinId: string }>(path, file)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Lays the sample programme around this very moment, for all communes; gives the instant of its first sound. */
export async function layProgramme(
  administration: Administration,
  { clock, communes }: { clock: Clock; communes: readonly { areaId: string }[] },
  bulletins: readonly { bulletinId: string; sample: SampleBulletin }[],
): Promise<number> {
  const firstAt = Math.ceil((clock.now() + FIRST_SOUND_MS) / SECOND_MS) * SECOND_MS
  const startTimes = Array.from({ length: SLOTS }, (_, index) => localTime(firstAt + index * AGAIN_EVERY_MS))
  await administration.post('/api/v1/programmes?review=approve', {
    targets: { areas: communes.map(({ areaId }) => areaId), zones: [], clusters: [] },
    definition: {
      programmeId: PROGRAMME_ID,
      name: 'Bản tin mẫu của xã',
      priority: 'routine',
      recurrence: { kind: 'daily', startTimes },
      validity: {},
      playlist: bulletins.map(({ bulletinId, sample }, index) => ({
        itemId: sample.key,
        title: sample.title,
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

/** Quiet hours of every demo cluster, laid around this moment. */
export async function layQuietHours(
  administration: Administration,
  clock: Clock,
  clusterIds: readonly string[],
): Promise<void> {
  const now = clock.now()
  const window = {
    from: localTime(now + QUIET_FROM_MS, 'minutes'),
    until: localTime(now + QUIET_UNTIL_MS, 'minutes'),
  }
  const settings = { quietHours: { windows: [window] } }
  for (const clusterId of clusterIds)
    await administration.patch(`/api/v1/clusters/${clusterId}`, { settings })
}

function localTime(at: number, precision: 'seconds' | 'minutes' = 'seconds'): string {
  const text = new Date(at).toLocaleTimeString('en-GB', { timeZone: DEFAULT_TIME_ZONE, hour12: false })
  return precision === 'minutes' ? text.slice(0, 5) : text
}
