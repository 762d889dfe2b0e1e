import type { Clock } from '@tieng-lang/protocol'
import type { OutputEffect, OutputInput } from '@tieng-lang/scheduler'
import type { LiveSounds } from './live/live-sounds.ts'
import type { Player } from './player.ts'
import type { SoundRecords } from './records/sound-records.ts'

export interface EffectCarrierOptions {
  clock: Clock
  player: Player
  live: Pick<LiveSounds, 'drain'>
  records: Pick<SoundRecords, 'add'>
  /** An emergency waits for the server's time, two seconds at most. */
  onTimeWanted: () => void
}

/** A stream is cut so long after its end at the latest, whatever its source says. */
const DRAIN_MARGIN_MS = 200

/** Does what arbitration wants done. */
export class EffectCarrier {
  readonly #options: EffectCarrierOptions

  constructor(options: EffectCarrierOptions) {
    this.#options = options
  }

  /** Gives what has to be decided next because of it. */
  carryOut(effect: OutputEffect): OutputInput | undefined {
    const { player, records, onTimeWanted } = this.#options
    if (effect.kind === 'start') return this.#start(effect)
    if (effect.kind === 'interrupt') return player.interrupt(effect.soundId)
    if (effect.kind === 'disarm') player.disarm(effect.soundId)
    else if (effect.kind === 'limit') player.limit(effect.soundId, effect.cutAt)
    else if (effect.kind === 'record') records.add(effect.record)
    else if (effect.kind === 'askTime') onTimeWanted()
    else this.#drain(effect.soundId)
    return undefined
  }

  #start(effect: Extract<OutputEffect, { kind: 'start' }>): OutputInput | undefined {
    const reason = this.#options.player.start(effect)
    const { soundId } = effect.sound
    return reason && { kind: 'failed', soundId, reason, positionMs: effect.fromMs }
  }

  /** The source ends with its last packet; an output that counts never asks it, and is told when. */
  #drain(soundId: string): void {
    const { clock, live, player } = this.#options
    const tailMs = live.drain(soundId)
    player.endBy(soundId, clock.now() + tailMs + DRAIN_MARGIN_MS)
  }
}
