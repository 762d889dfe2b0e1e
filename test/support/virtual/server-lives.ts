import type { SeededChance } from '../../../hardware-sim/src/virtual/index.ts'
import { LifeIsOver } from './server-machine.ts'
import { VirtualServer, type VirtualServerParts } from './virtual-server.ts'

/** The server over all its lives, on one machine. */
export class ServerLives {
  readonly #parts: Omit<VirtualServerParts, 'chance' | 'machine'>
  readonly #chance: SeededChance
  #present: VirtualServer | undefined
  #lives = 0
  #isAlive = false

  constructor(parts: Omit<VirtualServerParts, 'chance' | 'machine'>, chance: SeededChance) {
    this.#parts = parts
    this.#chance = chance
  }

  /** The present life, or the last. */
  get present(): VirtualServer {
    if (!this.#present) throw new Error('the server has not lived yet')
    return this.#present
  }

  get isAlive(): boolean {
    return this.#isAlive
  }

  /** A new life over what the last one left. Resolves when it is at work, or was killed before; needs time to pass. */
  begin(): Promise<void> {
    const chance = this.#chance.fork(`life ${++this.#lives}`)
    const machine = this.#present && { machine: this.#present.machine }
    this.#present = new VirtualServer({ ...this.#parts, ...machine, chance })
    this.#isAlive = true
    return this.#present.start().catch((cause: unknown) => {
      if (!(cause instanceof LifeIsOver)) throw cause
    })
  }

  kill(): void {
    if (!this.#isAlive) return
    this.#isAlive = false
    this.present.kill()
  }
}
