import type { Readable } from 'node:stream'
import { type AudioMessage, type RelayState, SECOND_MS } from '@tieng-lang/protocol'
import type { CapturedPacket } from '../../media/capture/capture.ts'
import type { Speaker } from '../live/following/live-run.ts'
import { FallbackSpeech } from './feed/fallback-speech.ts'
import { TICK_MS } from './feed/source-feed.ts'

/**
 * A hiccup of the station is silence for so long; then the fallback is spoken. Somewhat less than the ten seconds after
 * which clusters help themselves.
 */
export const HOLD_MS_MAX = 9.5 * SECOND_MS
const SAMPLES_PER_TICK = 48 * TICK_MS
/** What is shown of the fallback: bulletins are levelled to −16 LUFS. */
const FALLBACK_DB = -18

export interface RelayVoiceParts {
  /** Server time. */
  now(): number
  send(message: AudioMessage): void
  /** The fallback from its beginning; null where there is none. */
  openFallback(): Readable | null
  /** The code of why the station is silent. */
  trouble(): string | null
  /** A station that has not sounded until then is not waited for any more. */
  fallbackAt: number
  onOver(why: 'over' | 'stopping' | 'replaced'): void
}

/** Speaks into a relay's session: the station; where that is gone silence, then the fallback once, and back. */
export class RelayVoice implements Speaker {
  readonly #parts: RelayVoiceParts
  #state: RelayState = 'hold'
  #fallbackAt: number
  #fallback: FallbackSpeech | undefined
  #isOver = false

  constructor(parts: RelayVoiceParts) {
    this.#parts = parts
    this.#fallbackAt = parts.fallbackAt
  }

  relay(): { state: RelayState; trouble: string | null } {
    return { state: this.#state, trouble: this.#parts.trouble() }
  }

  /** Every 20 ms, with what the station gives. */
  tick(tick: number, packet: CapturedPacket | undefined): void {
    if (this.#isOver) return
    if (packet) this.#stationSounds()
    else if (this.#state === 'source') this.#hold()
    else if (this.#state === 'fallback' && this.#fallback?.isOver) this.#beSilent()
    else if (this.#state === 'hold' && this.#parts.now() >= this.#fallbackAt) this.#beginFallback()
    const opus = packet?.opus ?? this.#fallback?.next()
    if (!opus) return
    const captureSample = tick * SAMPLES_PER_TICK
    this.#parts.send({ captureSample, levelDb: packet?.levelDb ?? FALLBACK_DB, hasVoice: true, opus })
  }

  tellEnding(): void {}

  tellSession(): void {}

  close(why: 'over' | 'stopping' | 'replaced'): void {
    this.#isOver = true
    this.#endFallback()
    this.#parts.onOver(why)
  }

  #stationSounds(): void {
    this.#state = 'source'
    this.#endFallback()
  }

  #hold(): void {
    this.#state = 'hold'
    this.#fallbackAt = this.#parts.now() + HOLD_MS_MAX
  }

  #beginFallback(): void {
    const file = this.#parts.openFallback()
    this.#fallback = file ? new FallbackSpeech(file) : undefined
    if (this.#fallback) this.#state = 'fallback'
    else this.#beSilent()
  }

  /** Until the station is back: the fallback is spoken once in each outage, for it may be one sentence. */
  #beSilent(): void {
    this.#endFallback()
    this.#state = 'hold'
    this.#fallbackAt = Number.POSITIVE_INFINITY
  }

  #endFallback(): void {
    this.#fallback?.close()
    this.#fallback = undefined
  }
}
