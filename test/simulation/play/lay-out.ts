import { MINUTE_MS } from '@tieng-lang/protocol'
import {
  keyedHashCheck,
  MemoryBroker,
  MemoryDatagrams,
  MemoryMedia,
  SeededChance,
  VirtualClock,
  VirtualCommune,
} from '../../../hardware-sim/src/virtual/index.ts'
import { addArea, addCluster, addZone } from '../../../server/test/tree.ts'
import { ServerLives } from '../../support/virtual/server-lives.ts'
import type { VirtualServer } from '../../support/virtual/virtual-server.ts'
import type { Defect } from '../defects/defect.ts'
import {
  COMMUNES,
  communeOf,
  isAtMarket,
  PROVINCE,
  QUIET_HOURS,
  STORY_BEGINS_AT,
  ZONE,
} from '../story/places.ts'
import type { Story } from '../story/story.ts'

const LATENCY_MS = 30
const JITTER_MS = 15
const MEDIA_BYTES_PER_SECOND = 100_000
/** What clusters never report is closed within the rest at the end of a story. */
const SETTINGS = { playouts: { closeAfterHours: 2 } }
/** From power to a trusted clock and the first plan. */
const SETTLING_MS = MINUTE_MS

/** What a story is played in: everything at work, nothing planned yet. */
export interface Stage {
  clock: VirtualClock
  chance: SeededChance
  broker: MemoryBroker
  server: ServerLives
  commune: VirtualCommune
}

export async function layOut({ seed, clusterIds }: Story, defect?: Defect): Promise<Stage> {
  const chance = new SeededChance(`stage of ${seed}`)
  const clock = new VirtualClock(STORY_BEGINS_AT - SETTLING_MS)
  const broker = new MemoryBroker(clock)
  const media = new MemoryMedia({ clock, bytesPerSecond: MEDIA_BYTES_PER_SECOND })
  const datagrams = new MemoryDatagrams()
  const server = new ServerLives(
    {
      clock,
      broker,
      media,
      datagrams,
      hasBrokerApart: true,
      settings: SETTINGS,
      ...(defect?.services && { spoil: defect.services }),
    },
    chance.fork('server'),
  )
  await clock.during(server.begin())
  server.present.addEmergencyKit()
  await clock.during(layOutTree(server.present, clusterIds))
  const commune = new VirtualCommune(
    {
      clock,
      broker,
      media,
      datagrams,
      signatures: keyedHashCheck,
      postJson: (url, body) => server.present.postJson(url, body),
    },
    clusterIds.map((name) => {
      const network = chance.fork(`network of ${name}`)
      return {
        ...{ name, enrolmentCode: server.present.issueCode(name), chance: chance.fork(name) },
        latencyMs: () => LATENCY_MS + JITTER_MS * network.next(),
        ...(defect?.agentParts && { agentParts: defect.agentParts }),
      }
    }),
  )
  for (const cluster of commune.clusters) defect?.cluster?.(cluster)
  await commune.start()
  await clock.runUntil(STORY_BEGINS_AT)
  return { clock, chance, broker, server, commune }
}

async function layOutTree({ services }: VirtualServer, clusterIds: Story['clusterIds']): Promise<void> {
  const [quietHours] = QUIET_HOURS
  addArea(services, { areaId: PROVINCE, name: 'Tỉnh', settings: { ...(quietHours && { quietHours }) } })
  for (const areaId of COMMUNES) addArea(services, { areaId, parentId: PROVINCE, name: areaId })
  addZone(services, { ...ZONE, name: 'Chợ' })
  for (const clusterId of clusterIds)
    addCluster(services, {
      ...{ clusterId, areaId: communeOf(clusterId), name: clusterId },
      ...(isAtMarket(clusterId) && { settings: { zones: [ZONE.zoneId] } }),
    })
}
