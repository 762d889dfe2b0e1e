import { systemClock } from '@tieng-lang/protocol/node'
import { percentile, rounded } from '../figures/percentile.ts'
import { clusterOf, communeOf, TOKEN } from './seed.ts'

const ROUNDS = 40
/** Statements and code are compiled in the first of them, which nobody waits for twice. */
const ROUNDS_BEFORE = 2

/** What the main pages ask for; another commune, cluster and day in each round. */
function mainRequests(round: number, now: number): Record<string, string> {
  const day = (ago: number) => new Date(now - ago * 86_400_000).toISOString().slice(0, 10)
  const commune = communeOf(round)
  const week = `from=${day(6 + round)}&until=${day(round)}`
  return {
    session: '/session',
    overview: '/overview',
    overviewOfCommune: `/overview?areaId=${commune}`,
    bulletins: '/bulletins?count=50',
    bulletinSearch: `/bulletins?count=50&text=${encodeURIComponent(`thoi tiet so ${round}`)}`,
    calendarWeek: `/calendar?areaId=${commune}&${week}`,
    forecast: `/clusters/${clusterOf(round)}/forecast`,
    clusterState: `/clusters/${clusterOf(round)}/state`,
    playoutsOfDay: `/playouts?areaId=${commune}&date=${day(1 + round)}&count=100`,
    playoutsUnheard: `/playouts?areaId=${commune}&outcome=notHeard&date=${day(1 + round)}`,
    playoutDaysOfWeek: `/playout-days?${week}`,
    areas: '/areas',
    zones: '/zones',
    clusters: '/clusters',
    programmes: `/programmes?areaId=${commune}`,
    auditEntries: '/audit-entries?count=50',
  }
}

/** Begins to watch the server's main loop; the answer ends it and gives for how long it was kept at most. */
export type Watch = () => Promise<() => Promise<number>>

/**
 * Asks for each of them many times, one after another, as a signed-in person; gives ms until the last byte, and how long
 * each kind of request kept the server's main loop.
 */
export async function askMainPages(httpUrl: string, watch: Watch) {
  const tookMs = new Map<string, number[]>()
  const blockedMs = new Map<string, number[]>()
  for (let round = -ROUNDS_BEFORE; round < ROUNDS; round++)
    for (const [name, path] of Object.entries(mainRequests(Math.abs(round), systemClock.now()))) {
      const blocked = await watch()
      const ms = await askMs(`${httpUrl}/api/v1${path}`)
      // The first of its kind counts here: everybody else waits for it.
      blockedMs.set(name, [...(blockedMs.get(name) ?? []), await blocked()])
      if (round >= 0) tookMs.set(name, [...(tookMs.get(name) ?? []), ms])
    }
  const all = [...tookMs.values()].flat()
  return {
    serverMs: { p50: rounded(percentile(all, 0.5), 1), p99: rounded(percentile(all, 0.99), 1) },
    p99MsByRequest: ofEach(tookMs, (each) => percentile(each, 0.99)),
    mainLoopBlockedMsMax: rounded(Math.max(...[...blockedMs.values()].flat()), 0),
    blockedMsMaxByRequest: ofEach(blockedMs, (each) => Math.max(...each)),
    requests: all.length,
  }
}

function ofEach(figures: ReadonlyMap<string, number[]>, of: (each: number[]) => number) {
  return Object.fromEntries([...figures].map(([name, each]) => [name, rounded(of(each), 1)]))
}

async function askMs(url: string): Promise<number> {
  const beganMs = systemClock.monotonicMs()
  const answer = await fetch(url, { headers: { cookie: `tl-session=${TOKEN}` } })
  await answer.arrayBuffer()
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`)
  return systemClock.monotonicMs() - beganMs
}
