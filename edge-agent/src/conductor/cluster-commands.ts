import { CodedError, type Command } from '@tieng-lang/protocol'
import type { OutputInput } from '@tieng-lang/scheduler'
import type { AmplifierPower, PowerMode } from './amplifier-power.ts'
import type { ClusterSettings } from './cluster-settings.ts'
import type { ConductorMemory } from './conductor-memory.ts'
import type { Player } from './player.ts'
import type { ActTraces } from './records/act-traces.ts'

export interface ClusterCommandsOptions {
  player: Player
  amplifier: AmplifierPower
  memory: ConductorMemory
  settings: ClusterSettings
  acts: ActTraces
  decide: (input: OutputInput) => void
  onRestart: () => void
}

/** What each command does on this cluster. */
export class ClusterCommands {
  readonly #options: ClusterCommandsOptions

  constructor(options: ClusterCommandsOptions) {
    this.#options = options
  }

  /** Throws a `CodedError` of an execution refusal where it cannot be carried out. */
  carryOut({ body, traceId }: Command): void {
    const { acts, decide, onRestart } = this.#options
    if (body.name === 'stop') {
      acts.noteStop(body.broadcastId, traceId)
      decide({ kind: 'stop', broadcastId: body.broadcastId })
    } else if (body.name === 'next') {
      acts.noteSkip(traceId)
      this.#next()
    } else if (body.name === 'pause' || body.name === 'resume') decide({ kind: body.name })
    else if (body.name === 'volume') this.#setVolume(body.percent)
    else if (body.name === 'amplifier') this.#setPower(body.power)
    else if (body.name === 'restart') onRestart()
    else throw new CodedError('typeNotSupported', body.name)
  }

  #next(): void {
    const { player, decide } = this.#options
    if (player.isIdle()) throw new CodedError('nothingPlaying', 'Nothing sounds that could be skipped.')
    decide({ kind: 'next' })
  }

  #setPower(power: PowerMode): void {
    const { memory, amplifier } = this.#options
    memory.powerMode = power
    amplifier.setMode(power)
  }

  #setVolume(percent: number): void {
    const { settings, player } = this.#options
    settings.setVolume(percent)
    player.applyVolume()
  }
}
