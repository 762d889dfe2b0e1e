import type { Output, OutputInput } from '@tieng-lang/scheduler'
import type { SoundEvent } from '../../audio/timeline/cue.ts'
import type { Player } from '../player.ts'
import type { EvidenceWatch } from './evidence-watch.ts'

/** Something at the horn began or ended. */
export type Sounding =
  | { kind: 'started'; soundId: string; broadcastId: string; heardAt: number }
  | { kind: 'ended'; soundId: string; broadcastId: string }

export interface HornEventsOptions {
  player: Player
  evidence: EvidenceWatch
  output: () => Output
  decide: (input: OutputInput) => void
  onSounding: (event: Sounding) => void
  onStarted: () => void
  onEnded: (soundId: string) => void
}

/** What the player says of the horn, to everyone whom it concerns: evidence, the server, the decision. */
export class HornEvents {
  readonly #options: HornEventsOptions

  constructor(options: HornEventsOptions) {
    this.#options = options
  }

  /** The player's own words, while a frame is pulled. */
  heard(event: SoundEvent): void {
    const { player, decide, onStarted, onEnded } = this.#options
    // The broadcast is looked up before the decision, which may let go of it.
    const input = player.inputOf(event)
    if (event.type !== 'lengthKnown') this.#tell(event)
    if (input) decide(input)
    if (event.type === 'started') onStarted()
    else if (event.type !== 'lengthKnown') onEnded(event.soundId)
  }

  #tell({ type, soundId, heardAt }: Exclude<SoundEvent, { type: 'lengthKnown' }>): void {
    const { evidence, onSounding } = this.#options
    const broadcastId = this.#broadcastOf(soundId)
    if (type === 'started') evidence.begin(soundId, heardAt)
    else evidence.end(soundId, heardAt)
    if (!broadcastId) return
    if (type === 'started') onSounding({ kind: 'started', soundId, broadcastId, heardAt })
    else onSounding({ kind: 'ended', soundId, broadcastId })
  }

  #broadcastOf(soundId: string): string | undefined {
    const { current, next, ending } = this.#options.output()
    const playing = [current, next, ...ending.map((one) => one.playing)]
    return playing.find((one) => one?.sound.soundId === soundId)?.sound.broadcastId
  }
}
