import { DAY_MS, HOUR_MS, MINUTE_MS, type ProgrammeDefinition } from '@tieng-lang/protocol'
import { listOccurrences, type Occurrence } from '@tieng-lang/scheduler'
import {
  keyedHashCheck,
  MemoryBroker,
  MemoryMedia,
  SeededChance,
  VirtualClock,
  type VirtualCluster,
  VirtualCommune,
} from '../../../hardware-sim/src/virtual/index.ts'
import type { Principal } from '../../../server/src/access/principal.ts'
import { planOf } from '../../../server/src/broadcasting/delivery/plan-delivery.ts'
import { listPlannedProgrammes } from '../../../server/src/broadcasting/delivery/planned-programmes.ts'
import { putProgramme } from '../../../server/src/broadcasting/programmes/put-programme.ts'
import { findCluster } from '../../../server/src/storage/tree/clusters.ts'
import { addArea, addCluster } from '../../../server/test/tree.ts'
import { ServerLives } from './server-lives.ts'
import type { VirtualServer } from './virtual-server.ts'

/** Monday 2 March 2026, 00:30 in Viet Nam. */
const START_AT = Date.UTC(2026, 2, 1, 17, 30)
const CUT_AFTER_MS = 2 * DAY_MS + 7 * HOUR_MS
const CUT_MS = 3 * DAY_MS
const AREA_ID = 'xa-thu'
const ADMINISTRATION: Principal = {
  ...{ operatorId: null, name: 'one', address: 'local' },
  grants: [{ role: 'administrator', areaId: null }],
}
export const TIME_ZONE = 'Asia/Ho_Chi_Minh'
export const QUIET_HOURS = { windows: [{ from: '21:00', until: '05:00' }] }

export interface VirtualDays {
  server: VirtualServer
  clusters: readonly VirtualCluster[]
  /** What the programme says must have become a record. */
  planned: readonly Occurrence[]
  /** The network was gone from … until. */
  cut: { fromAt: number; untilAt: number }
}

export interface VirtualSize {
  clusters: number
  days: number
  /** So often, by chance, each cluster loses its power for up to half an hour. */
  powerCutsADay?: number
  /** When the clusters are alone; for three days from the third on where nothing is said. */
  alone?: Alone
}

/** From when, for how long, and what keeps them from the server: it is dead, or the network is cut. */
export interface Alone {
  afterMs: number
  forMs: number
  without: 'server' | 'network' | 'wayUp' | 'wayDown'
}

const THREE_DAYS: Alone = { afterMs: CUT_AFTER_MS, forMs: CUT_MS, without: 'network' }

/** Some days of a commune with a usual programme; for some of them its clusters are alone. */
export async function liveDays(seed: string, size: VirtualSize): Promise<VirtualDays> {
  const chance = new SeededChance(seed)
  const clock = new VirtualClock(START_AT)
  const broker = new MemoryBroker(clock)
  const media = new MemoryMedia({ clock, bytesPerSecond: 100_000 })
  const server = new ServerLives({ clock, broker, media, hasBrokerApart: true }, chance.fork('server'))
  await clock.during(server.begin())
  const names = Array.from({ length: size.clusters }, (_, index) => `cum-${index + 1}`)
  await clock.during(layOut(server.present, names))
  const world = { clock, broker, media, signatures: keyedHashCheck, postJson: server.present.postJson }
  const commune = new VirtualCommune(
    world,
    names.map((name) => ({
      name,
      enrolmentCode: server.present.issueCode(name),
      chance: chance.fork(name),
      latencyMs: latencyOf(chance.fork(`network of ${name}`)),
    })),
  )
  await commune.start()
  const endAt = START_AT + size.days * DAY_MS
  const { powerCutsADay = 0, alone = THREE_DAYS } = size
  for (const cluster of commune.clusters)
    planPowerCuts(cluster, { clock, chance: chance.fork(`power of ${cluster.name}`), powerCutsADay, endAt })
  const cut = { fromAt: START_AT + alone.afterMs, untilAt: START_AT + alone.afterMs + alone.forMs }
  await clock.runUntil(cut.fromAt)
  const mend = leaveAlone(alone.without, { commune, server })
  await clock.runUntil(cut.untilAt)
  mend()
  await clock.runUntil(endAt)
  await commune.stop()
  server.present.stop()
  const planned = plannedUntil(server.present, endAt)
  return { server: server.present, clusters: commune.clusters, cut, planned }
}

/** @returns what ends it */
function leaveAlone(
  without: Alone['without'],
  { commune, server }: { commune: VirtualCommune; server: ServerLives },
): () => void {
  if (without === 'server') {
    server.kill()
    return () => void server.begin()
  }
  const ways = { network: ['up', 'down'], wayUp: ['up'], wayDown: ['down'] } as const
  commune.cutNetwork(...ways[without])
  return () => commune.mendNetwork()
}

interface PowerCuts {
  clock: VirtualClock
  chance: SeededChance
  powerCutsADay: number
  endAt: number
}

/** The next cut of one cluster, and with its end the one after it; none in the last two hours, so that all can settle. */
function planPowerCuts(cluster: VirtualCluster, cuts: PowerCuts): void {
  const { clock, chance, powerCutsADay, endAt } = cuts
  if (powerCutsADay === 0) return
  const inMs = 2 * chance.next() * (DAY_MS / powerCutsADay)
  const forMs = chance.next() ** 3 * 30 * MINUTE_MS
  if (clock.now() + inMs > endAt - 2 * HOUR_MS) return
  clock.after(inMs, () => {
    cluster.powerCut()
    clock.after(forMs, () => {
      void cluster.start()
      clock.after(MINUTE_MS, () => planPowerCuts(cluster, cuts))
    })
  })
}

/** 4G: 30 ms and a little more by chance. */
function latencyOf(chance: SeededChance): () => number {
  return () => 30 + 15 * chance.next()
}

async function layOut(server: VirtualServer, clusterIds: readonly string[]): Promise<void> {
  addArea(server.services, { areaId: AREA_ID, name: 'Xã Thử', settings: { quietHours: QUIET_HOURS } })
  for (const clusterId of clusterIds)
    addCluster(server.services, { clusterId, areaId: AREA_ID, name: clusterId })
  const minutes = { nhacHieu: 0.2, tin: 6, thoiTiet: 2, caNhac: 20, veSinh: 1.5 }
  for (const [name, length] of Object.entries(minutes)) server.addBulletin(idOf(name), length * MINUTE_MS)
  for (const definition of usualProgrammes())
    await putProgramme(
      server.services,
      { definition, targets: { areas: [AREA_ID], zones: [], clusters: [] } },
      ADMINISTRATION,
    )
}

function idOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

/** Morning and evening with playlists and repeats, a notice three times a day, music at the weekend, one by mistake at night. */
function usualProgrammes(): ProgrammeDefinition[] {
  const programme = (
    programmeId: string,
    recurrence: ProgrammeDefinition['recurrence'],
    playlist: ProgrammeDefinition['playlist'],
  ): ProgrammeDefinition => ({
    ...{ programmeId, name: programmeId, priority: 'routine', recurrence, playlist, validity: {} },
    ...{ latenessMsMax: 10 * MINUTE_MS, onInterrupted: 'resume', mayBeCut: false },
  })
  const daily = (...startTimes: string[]) => ({ kind: 'daily', startTimes }) as const
  const notice = programme('ve-sinh', daily('05:20', '11:30', '19:45'), [item('ve-sinh', 2, 1_500)])
  return [
    programme('sang', daily('05:15'), [
      item('nhac-hieu', 2, 0),
      item('tin', 1, 1_500),
      item('thoi-tiet', 2, 1_500),
      item('ca-nhac', 1, 0),
    ]),
    programme('chieu', daily('17:00'), [
      item('nhac-hieu', 1, 1_500),
      item('tin', 2, 2_000),
      item('ve-sinh', 3, 500),
    ]),
    { ...notice, priority: 'priority' },
    programme('ca-nhac', { kind: 'weekly', weekdays: [6, 0], startTimes: ['20:30'] }, [
      item('ca-nhac', 2, 0),
    ]),
    programme('dat-nham', daily('03:15'), [item('thoi-tiet', 1, 0)]),
  ]
}

function item(bulletinId: string, repeats: number, gapMs: number) {
  return { itemId: bulletinId, title: bulletinId, bulletinId, repeats, gapMs }
}

/** From an hour after the start, when every cluster surely had its plan, to an hour before the end. */
function plannedUntil({ services }: VirtualServer, endAt: number): Occurrence[] {
  const cluster = findCluster(services.database, 'cum-1')
  if (!cluster) throw new Error('the first cluster is not there')
  const plan = planOf(services, cluster, listPlannedProgrammes(services.database, services.clock.now()))
  const window = { from: START_AT + HOUR_MS, until: endAt - HOUR_MS }
  return listOccurrences(plan, { timeZone: TIME_ZONE, ...window })
}
