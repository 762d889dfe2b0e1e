import { DAY_MS, HOUR_MS, MINUTE_MS, type ProgrammeDefinition } from '@tieng-lang/protocol'
import { expect, test } from 'vitest'
import { enrolledIdentity } from '../edge-agent/src/link/enrolled-identity.ts'
import { openIdentity } from '../edge-agent/src/stores/identity.ts'
import {
  keyedHashCheck,
  MemoryBroker,
  MemoryMedia,
  SeededChance,
  VirtualClock,
  VirtualCommune,
} from '../hardware-sim/src/virtual/index.ts'
import { clusterStateWithHealth } from '../server/src/broadcasting/overview.ts'
import { putProgramme } from '../server/src/broadcasting/programmes/put-programme.ts'
import { query } from '../server/src/storage/database.ts'
import { addArea, addCluster, changeCluster, LOCAL } from '../server/test/tree.ts'
import { ServerLives } from './support/virtual/server-lives.ts'
import type { VirtualServer } from './support/virtual/virtual-server.ts'

/** Monday 2 March 2026, 00:00 in Viet Nam. */
const START_AT = Date.UTC(2026, 2, 1, 17)
const CLUSTERS = ['cum-1', 'cum-2']

async function put({ services }: VirtualServer, programmeId: string, startTimes: string[]): Promise<void> {
  const definition: ProgrammeDefinition = {
    ...{ programmeId, name: programmeId, priority: 'routine', validity: {} },
    recurrence: { kind: 'daily', startTimes },
    playlist: [{ itemId: 'tin', title: 'Tin', bulletinId: 'tin', repeats: 2, gapMs: 1_000 }],
    ...{ latenessMsMax: 10 * MINUTE_MS, onInterrupted: 'resume', mayBeCut: false },
  }
  await putProgramme(services, { definition, targets: { areas: ['xa'], zones: [], clusters: [] } }, LOCAL)
}

interface Happening {
  /** Whether the broker, another program, still has what it retained. */
  keepsRetained: boolean
  /** The copy was made before any board was enrolled, and not two days after. */
  isBeforeEnrolment?: boolean
}

/** Two days, a copy of the database, two more days with other plans and settings; then the copy takes its place. */
async function live({ keepsRetained, isBeforeEnrolment = false }: Happening) {
  const chance = new SeededChance('restored')
  const clock = new VirtualClock(START_AT)
  const broker = new MemoryBroker(clock)
  const media = new MemoryMedia({ clock, bytesPerSecond: 10_000_000 })
  const lives = new ServerLives({ clock, broker, media }, chance.fork('server'))
  await clock.during(lives.begin())
  const before = lives.present
  addArea(before.services, { areaId: 'xa', name: 'Xã' })
  for (const name of CLUSTERS) addCluster(before.services, { clusterId: name, areaId: 'xa', name })
  before.addBulletin('tin', 2 * MINUTE_MS)
  await clock.during(put(before, 'sang', ['06:00', '06:30']))
  const early = before.machine.copyDatabase()
  const world = { clock, broker, media, signatures: keyedHashCheck, postJson: before.postJson }
  const commune = new VirtualCommune(
    world,
    CLUSTERS.map((name) => ({ name, enrolmentCode: before.issueCode(name), chance: chance.fork(name) })),
  )
  await commune.start()
  await clock.runUntil(START_AT + 2 * DAY_MS)
  const copy = before.machine.copyDatabase()
  await clock.during(put(before, 'chieu', ['17:00']))
  changeCluster(before.services, 'cum-1', { name: 'Tên khác' })
  await clock.runUntil(START_AT + 4 * DAY_MS)
  before.services.reports.flush()
  const lost = recordsOf(before)
  lives.kill()
  broker.stop({ keepsRetained })
  before.machine.restoreDatabase(isBeforeEnrolment ? early : copy)
  await clock.advance(MINUTE_MS)
  broker.start()
  await clock.during(lives.begin())
  if (isBeforeEnrolment) await enrolAgain(commune, { clock, chance, server: lives.present })
  await clock.runUntil(START_AT + 4 * DAY_MS + 2 * HOUR_MS)
  return { clock, commune, lives, lost }
}

/** As a technician does with a new code: the board stops, presents it with the key that it has, and starts. */
async function enrolAgain(
  { clusters }: VirtualCommune,
  { clock, chance, server }: { clock: VirtualClock; chance: SeededChance; server: VirtualServer },
): Promise<void> {
  for (const cluster of clusters) {
    await clock.during(cluster.stop())
    const files = cluster.disk.open()
    const identity = await clock.during(openIdentity(files, chance))
    const known = { ...identity, enrolledWith: '0'.repeat(64) }
    const order = { files, clock, chance, url: 'http://server', agentVersion: 'virtual' }
    const code = server.issueCode(cluster.name)
    await clock.during(enrolledIdentity(known, { ...order, code, postJson: server.postJson }))
    await clock.during(cluster.start())
  }
}

/** Cluster, number, hash and what was heard: all that must be the same again. */
function recordsOf({ services }: VirtualServer) {
  return services.database.rows(
    query
      .selectFrom('playouts')
      .select(['clusterId', 'sequence', 'occurrenceId', 'sealedSha256', 'previousSha256', 'outcome'])
      .orderBy('clusterId')
      .orderBy('sequence'),
  )
}

test.each([
  ['what the broker retained went with the server', { keepsRetained: false }],
  ['the broker still has what was newer', { keepsRetained: true }],
  ['it never saw the boards', { keepsRetained: false, isBeforeEnrolment: true }],
])(
  'each record is there again, once, chain and all, and nothing counts as lost: %s',
  async (_, happening: Happening) => {
    const { clock, commune, lives, lost } = await live(happening)
    const { services } = lives.present
    expect(lost.length).toBeGreaterThan(20)
    expect(recordsOf(lives.present)).toEqual(lost)
    for (const clusterId of CLUSTERS) {
      const state = clusterStateWithHealth(services, clusterId)
      expect(state.gaps).toEqual([])
      // What is held is what the restored server wants, though it had been told newer things.
      expect(state.planRevision.held).toBe(state.planRevision.wanted)
      expect(state.configRevision.held).toBe(state.configRevision.wanted)
    }
    // And it goes on where it was: the programme that only the lost database knew does not sound any more.
    await clock.runUntil(START_AT + 5 * DAY_MS)
    const after = recordsOf(lives.present).slice(lost.length / CLUSTERS.length)
    expect(recordsOf(lives.present).length).toBe(lost.length + CLUSTERS.length * 4)
    for (const [index, record] of after.entries()) {
      const previous = after[index - 1]
      if (previous?.clusterId !== record.clusterId) continue
      expect(record.sequence).toBe(previous.sequence + 1)
      expect(record.previousSha256).toBe(previous.sealedSha256)
    }
    expect(new Set(lives.present.refusals().map(({ code }) => code))).toEqual(new Set(['staleDocument']))
    await commune.stop()
    lives.present.stop()
  },
  120_000,
)
