import { isDeepStrictEqual } from 'node:util'
import type { Clock, ClusterConfig } from '@tieng-lang/protocol'
import type { OutputRules } from '@tieng-lang/scheduler'
import { clusterVolume, type VolumeOfSound } from './cluster-volume.ts'
import type { ConductorMemory } from './conductor-memory.ts'

/** Decided this long before its first sample, beyond the amplifier's warm-up: output buffer, relay, a busy machine. */
const LEAD_MS = 700

export interface ClusterSettingsOptions {
  clock: Clock
  memory: ConductorMemory
  warmUpMs: () => number
}

/** The config in force, with what a command has set beside it. */
export class ClusterSettings {
  readonly #options: ClusterSettingsOptions
  #config: ClusterConfig

  constructor(options: ClusterSettingsOptions, config: ClusterConfig) {
    this.#options = options
    this.#config = config
  }

  get config(): ClusterConfig {
    return this.#config
  }

  /** Documents are sealed anew for many reasons; only another setting takes the place of a command. */
  take(config: ClusterConfig): void {
    if (!isDeepStrictEqual(config.volume, this.#config.volume)) this.setVolume(null)
    this.#config = config
  }

  /** 0-100 for every sound but an emergency; null = as the config says. */
  setVolume(percent: number | null): void {
    this.#options.memory.commandedVolumePercent = percent
  }

  /** 0-100, as a sound would have it that began now. */
  volumeOf(sound: VolumeOfSound): number {
    const { clock, memory } = this.#options
    return clusterVolume(sound, {
      clock,
      config: this.#config,
      commandedPercent: memory.commandedVolumePercent,
    })
  }

  /** What arbitration goes by. */
  rules(): OutputRules {
    const { timeZone, quietHours } = this.#config
    return { timeZone, quietHours, leadMs: LEAD_MS + this.#options.warmUpMs() }
  }
}
