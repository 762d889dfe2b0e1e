import type { Direction } from './messaging/memory-link.ts'
import type { VirtualClock } from './virtual-clock.ts'
import { VirtualCluster, type VirtualClusterOptions, type VirtualWorld } from './virtual-cluster.ts'

/** Some clusters on one virtual clock, with handles for whatever may happen to them. */
export class VirtualCommune {
  readonly clusters: readonly VirtualCluster[]
  readonly #clock: VirtualClock

  constructor(world: VirtualWorld, clusters: readonly VirtualClusterOptions[]) {
    this.#clock = world.clock
    this.clusters = clusters.map((options) => new VirtualCluster(world, options))
  }

  /** Gives all of them power and lets time pass until every agent is at work. */
  async start(): Promise<void> {
    await this.#clock.during(Promise.all(this.clusters.map((cluster) => cluster.start())))
  }

  /** An orderly end of all. */
  async stop(): Promise<void> {
    await this.#clock.during(Promise.all(this.clusters.map((cluster) => cluster.stop())))
  }

  /**
   * No cluster reaches the server any more, nor the server it, or only one of the two; who hears nothing notices by its
   * keep-alive.
   */
  cutNetwork(...directions: Direction[]): void {
    for (const { link } of this.clusters) link.block(...directions)
  }

  mendNetwork(): void {
    for (const { link } of this.clusters) link.heal()
  }
}
