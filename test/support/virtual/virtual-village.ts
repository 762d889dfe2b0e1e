import type { NetworkProfile } from '../../../hardware-sim/src/network/index.ts'
import {
  keyedHashCheck,
  MemoryBroker,
  MemoryMedia,
  SeededChance,
  VirtualClock,
  VirtualCommune,
} from '../../../hardware-sim/src/virtual/index.ts'
import { VirtualServer } from './virtual-server.ts'

export interface VirtualVillage {
  clock: VirtualClock
  chance: SeededChance
  server: VirtualServer
  commune: VirtualCommune
  /** An orderly end; throws what the server could not do. */
  stop(): Promise<void>
}

export interface VillagePlan {
  startAt: number
  clusterIds: readonly string[]
  /** Of each cluster's own link; a steady 30 ms where absent. */
  networkProfile?: NetworkProfile
  /** Areas, clusters and audio, before any cluster has power. */
  layOut: (server: VirtualServer) => Promise<void>
}

/** So quick that audio is never late. */
const MEDIA_BYTES_PER_SECOND = 10_000_000

/** A server and clusters on virtual time, all at work. */
export async function virtualVillage(seed: string, plan: VillagePlan): Promise<VirtualVillage> {
  const chance = new SeededChance(seed)
  const clock = new VirtualClock(plan.startAt)
  const broker = new MemoryBroker(clock)
  const media = new MemoryMedia({ clock, bytesPerSecond: MEDIA_BYTES_PER_SECOND })
  const server = new VirtualServer({ clock, chance: chance.fork('server'), broker, media })
  await clock.during(server.start().then(() => plan.layOut(server)))
  const world = { clock, broker, media, signatures: keyedHashCheck, postJson: server.postJson }
  const commune = new VirtualCommune(
    world,
    plan.clusterIds.map((name) => ({
      name,
      enrolmentCode: server.issueCode(name),
      chance: chance.fork(name),
      ...(plan.networkProfile && { networkProfile: plan.networkProfile }),
    })),
  )
  await commune.start()
  const stop = async () => {
    await commune.stop()
    server.stop()
    if (server.troubles.length > 0) throw server.troubles[0]
  }
  return { clock, chance, server, commune, stop }
}
