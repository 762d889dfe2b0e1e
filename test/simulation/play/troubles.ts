import type { Cancellable, ClusterId } from '@tieng-lang/protocol'
import type { VirtualCluster } from '../../../hardware-sim/src/virtual/index.ts'
import type { Fault, Story } from '../story/story.ts'
import type { ActiveFault } from '../world.ts'
import { Holds } from './holds.ts'
import type { Stage } from './lay-out.ts'

/** Brings faults into the world and takes them out again; what several of them hold down comes up with the last. */
export class Troubles {
  readonly faults: ActiveFault[] = []
  readonly #stage: Stage
  readonly #ends = new Map<() => void, Cancellable>()
  readonly #holds = new Holds()

  constructor(stage: Stage) {
    this.#stage = stage
  }

  begin(fault: Fault): void {
    const { clock } = this.#stage
    const clusterIds = clusterIdsOf(fault, this.#stage.commune.clusters)
    const active: ActiveFault = { fault, clusterIds, fromAt: clock.now(), untilAt: Number.POSITIVE_INFINITY }
    this.faults.push(active)
    const undo = this.#bringIn(fault, clusterIds)
    const end = () => {
      this.#ends.get(end)?.cancel()
      this.#ends.delete(end)
      active.untilAt = clock.now()
      undo()
    }
    if ('forMs' in fault) this.#ends.set(end, clock.after(fault.forMs, end))
    else end()
  }

  /** Ends whatever is still wrong, and sets every clock right. */
  mend(): void {
    for (const end of [...this.#ends.keys()]) end()
    for (const cluster of this.#stage.commune.clusters) cluster.setClockRight()
  }

  /** @returns what ends it */
  #bringIn(fault: Fault, clusterIds: readonly ClusterId[]): () => void {
    const each = (touch: (cluster: VirtualCluster) => () => void) => {
      const undos = this.#stage.commune.clusters.filter(({ name }) => clusterIds.includes(name)).map(touch)
      return () => {
        for (const undo of undos) undo()
      }
    }
    if (fault.kind === 'serverKilled') return this.#killServer(fault.takesBroker)
    if (fault.kind === 'brokerLost') return this.#loseBroker(fault.keepsRetained)
    if (fault.kind === 'partition') return each((cluster) => this.#cut(cluster, fault.directions))
    if (fault.kind === 'badNetwork') return each((cluster) => this.#worsen(cluster, fault))
    if (fault.kind === 'disk') return each((cluster) => this.#troubleDisk(cluster, fault.trouble))
    if (fault.kind === 'powerCut' || fault.kind === 'agentKilled')
      return each((cluster) => this.#cutPower(cluster))
    if (fault.kind === 'clockStep')
      return each((cluster) => {
        cluster.stepWall(fault.byMs)
        return () => {}
      })
    return each((cluster) => {
      cluster.drift(fault.ppm)
      return () => cluster.setClockRight()
    })
  }

  #killServer(takesBroker: boolean): () => void {
    const { server } = this.#stage
    const broker = takesBroker ? this.#loseBroker(false) : () => {}
    const life = this.#holds.hold('server', {
      down: () => server.kill(),
      up: () => void server.begin(),
    })
    return () => {
      broker()
      life()
    }
  }

  #loseBroker(keepsRetained: boolean): () => void {
    const { broker } = this.#stage
    return this.#holds.hold('broker', {
      down: () => broker.stop({ keepsRetained }),
      up: () => broker.start(),
    })
  }

  #cutPower(cluster: VirtualCluster): () => void {
    return this.#holds.hold(`power of ${cluster.name}`, {
      down: () => cluster.powerCut(),
      up: () => void cluster.start(),
    })
  }

  #cut(cluster: VirtualCluster, directions: Extract<Fault, { kind: 'partition' }>['directions']): () => void {
    const undos = directions.map((direction) =>
      this.#holds.hold(`${direction} of ${cluster.name}`, {
        down: () => cluster.link.block(direction),
        up: () => cluster.link.heal(direction),
      }),
    )
    return () => {
      for (const undo of undos) undo()
    }
  }

  #worsen({ name, link }: VirtualCluster, fault: Extract<Fault, { kind: 'badNetwork' }>): () => void {
    const chance = this.#stage.chance.fork(`bad network of ${name}, ${this.faults.length}`)
    const { latencyMsMax, duplicated, broken } = fault
    return this.#holds.hold(`network of ${name}`, {
      down: () => {
        link.trouble = { chance, latencyMsMax, duplicated, broken }
      },
      up: () => {
        link.trouble = undefined
      },
    })
  }

  #troubleDisk(
    { name, disk, diskTrouble }: VirtualCluster,
    trouble: 'full' | 'slow' | 'failing',
  ): () => void {
    return this.#holds.hold(`disk of ${name}`, {
      down: () => {
        if (trouble === 'full') disk.occupy(Number.MAX_SAFE_INTEGER)
        else diskTrouble.trouble = trouble
      },
      up: () => {
        disk.occupy(0)
        diskTrouble.trouble = undefined
      },
    })
  }
}

function clusterIdsOf(fault: Fault, clusters: readonly VirtualCluster[]): readonly ClusterId[] {
  if ('clusterId' in fault) return [fault.clusterId]
  const named: Story['clusterIds'] | undefined = 'clusterIds' in fault ? fault.clusterIds : undefined
  return named ?? clusters.map(({ name }) => name)
}
