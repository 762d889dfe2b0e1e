import type { Output, Sound } from '@tieng-lang/scheduler'
import type { RelayContent } from '../../audio/sounds/relay-sound.ts'
import type { Tuner } from '../../tuner/tuner.ts'
import type { ReadyMedia } from '../ready-media.ts'
import { readyFile } from './ready-file.ts'

export interface TunerRelaysOptions {
  tuner: Pick<Tuner, 'open' | 'want'>
  media: Pick<ReadyMedia, 'get'>
  output: () => Output
}

/** Planned relays of what the board's own tuner receives. It is tuned while such a sound is decided on, else shut. */
export class TunerRelays {
  readonly #options: TunerRelaysOptions
  /** By sound id: silent samples that no record tells of yet. */
  readonly #lostSamples = new Map<string, number>()

  constructor(options: TunerRelaysOptions) {
    this.#options = options
  }

  /** Something was decided: what sounds, or else is armed to sound next, is tuned to. */
  follow(): void {
    const { tuner, output } = this.#options
    const { current, next } = output()
    tuner.want(current?.sound.relay?.tunerKhz ?? next?.sound.relay?.tunerKhz ?? null)
  }

  /** What a relay says, as long as it sounds. */
  contentOf({ soundId, durationMs, relay }: Sound): RelayContent {
    const { tuner, media } = this.#options
    const onSilence = (sampleCount: number) => {
      this.#lostSamples.set(soundId, (this.#lostSamples.get(soundId) ?? 0) + sampleCount)
    }
    return {
      lengthMs: durationMs ?? 0,
      openStation: (_heardAt, { isFirst }) => tuner.open({ isFirst, onSilence }),
      fallback: () => readyFile(media, relay?.fallbackSha256),
      isOver: () => false,
      onSilence,
    }
  }

  /** How much of a sound was silent since this was last asked, in ms. */
  takeLostMs(soundId: string): number {
    const lostMs = (this.#lostSamples.get(soundId) ?? 0) / 48
    this.#lostSamples.delete(soundId)
    return lostMs
  }
}
