import { AudioRefusal } from '../audio-refusal.ts'
import type { OggOpus } from '../ogg/ogg-reader.ts'
import { CUT_FADE_SAMPLES, fadeIn, fadeOut } from '../signal/fade.ts'
import type { DecoderPool } from './opus-decoder.ts'
import { opusSound } from './opus-sound.ts'
import { SAMPLES_PER_MS, type SampleStream, type Sound, type SoundReader } from './sound.ts'

/** So long a station that has fallen silent is waited for before something else is said (DESIGN: a hiccup's hold). */
export const RELAY_HOLD_MS = 10_000

/** Another station while it is listened to. */
export interface Station extends SampleStream {
  /** Nothing of it is to be heard at this instant (Unix ms), and has not been for longer than is waited for. */
  isGone(heardAt: number): boolean
  /** What has come is still heard; then it is over. */
  drain(): void
  /** Something else is heard from now on: what was made up in its place since it fell silent was missing. */
  leave(): void
}

/** What a relay has to say: a station where it comes, and else a recording. Asked while it sounds, again and again. */
export interface RelayContent {
  lengthMs: number
  /**
   * Listens to the station where something of it is to be heard at this instant (Unix ms); undefined where nothing is.
   * With the relay's first sample (`isFirst`) it is enough that some of it lies ready: it will be there in a moment.
   */
  openStation(heardAt: number, about: { isFirst: boolean }): Station | undefined
  /** What is said in its place; undefined where it is not on this cluster, or not in memory yet. */
  fallback(): OggOpus | undefined
  /** The station has ended: so does the relay, with the last that has come. */
  isOver(): boolean
  /** So many samples at 48 kHz were silent, since there was neither. */
  onSilence(sampleCount: number): void
}

type Voice =
  | { kind: 'station'; station: Station }
  | { kind: 'fallback'; reader: SoundReader }
  /** `isSaid`: the recording has been heard to its end since the station was heard last. */
  | { kind: 'silence'; isSaid: boolean }

/**
 * A relay as a sound of the length that it was given. It goes over to the station whenever that comes, and to the recording,
 * from its beginning, each time that the station is gone; with short fades, and without a step of its own: the station
 * says what belongs to the instant.
 */
export function relaySound(relay: RelayContent, decoders: DecoderPool): Sound {
  return {
    lengthSamples: Math.round(relay.lengthMs * SAMPLES_PER_MS),
    open: (_fromSample, heardAt) => new RelayReader(relay, decoders, heardAt),
  }
}

class RelayReader implements SoundReader {
  readonly #relay: RelayContent
  readonly #decoders: DecoderPool
  #openedAt: number
  #samples = 0
  #voice: Voice | undefined
  /** Of the voice before, what is still fading out. */
  #tail = new Float32Array(0)
  /** Given of the voice that is heard now; it fades in where another was heard before. */
  #voiceSamples = 0
  #isFadedIn = true

  constructor(relay: RelayContent, decoders: DecoderPool, heardAt: number) {
    this.#relay = relay
    this.#decoders = decoders
    this.#openedAt = heardAt
  }

  read(out: Float32Array): number {
    const heardAt = this.#openedAt + this.#samples / SAMPLES_PER_MS
    const isOver = this.#relay.isOver()
    if (isOver) this.#end(heardAt)
    else this.#choose(heardAt)
    let count = this.#say(heardAt, out)
    if (!isOver && count < out.length) {
      this.#relay.onSilence(out.length - count)
      count = out.length
    }
    const given = Math.max(count, this.#fadeTail(out))
    this.#samples += given
    return given
  }

  skip(sampleCount: number): void {
    this.#samples += sampleCount
    if (this.#voice?.kind === 'fallback') this.#voice.reader.skip(sampleCount)
  }

  close(): void {
    this.#leave()
    this.#voice = undefined
  }

  moved(byMs: number): void {
    this.#openedAt += byMs
  }

  /** The station is heard to its last packet; nothing else is said any more. */
  #end(heardAt: number): void {
    const voice = this.#voice
    if (voice?.kind === 'station' && !voice.station.isGone(heardAt)) voice.station.drain()
    else if (voice?.kind !== 'silence') this.#turnTo({ kind: 'silence', isSaid: true }, heardAt)
  }

  #choose(heardAt: number): void {
    const voice = this.#voice
    if (voice?.kind === 'station' && !voice.station.isGone(heardAt)) return
    const station = this.#relay.openStation(heardAt, { isFirst: voice === undefined })
    if (station) {
      this.#turnTo({ kind: 'station', station }, heardAt)
      return
    }
    if (voice?.kind === 'fallback' || (voice?.kind === 'silence' && voice.isSaid)) return
    const file = this.#relay.fallback()
    const reader = file && orNothing(() => opusSound(file, this.#decoders).open(0, heardAt))
    if (reader) this.#turnTo({ kind: 'fallback', reader }, heardAt)
    else if (voice?.kind !== 'silence') this.#turnTo({ kind: 'silence', isSaid: false }, heardAt)
  }

  #turnTo(voice: Voice, heardAt: number): void {
    const before = this.#voice
    if (before) {
      const tail = new Float32Array(CUT_FADE_SAMPLES)
      this.#tail = tail.subarray(0, this.#give(before, heardAt, tail))
      fadeOut(this.#tail, { at: 0, fadeSamples: CUT_FADE_SAMPLES })
    }
    this.#leave()
    this.#voice = voice
    this.#voiceSamples = 0
    this.#isFadedIn = before === undefined
  }

  #leave(): void {
    if (this.#voice?.kind === 'station') this.#voice.station.leave()
    if (this.#voice?.kind === 'fallback') this.#voice.reader.close()
  }

  /** @returns how much of `out` is said; the rest of it is silent */
  #say(heardAt: number, out: Float32Array): number {
    const voice = this.#voice
    if (!voice) return 0
    const count = this.#give(voice, heardAt, out)
    out.fill(0, count)
    if (!this.#isFadedIn)
      fadeIn(out.subarray(0, count), { at: this.#voiceSamples, fadeSamples: CUT_FADE_SAMPLES })
    this.#voiceSamples += count
    if (this.#voiceSamples >= CUT_FADE_SAMPLES) this.#isFadedIn = true
    if (voice.kind === 'fallback' && count < out.length) {
      this.#leave()
      this.#voice = { kind: 'silence', isSaid: true }
    }
    return count
  }

  #give(voice: Voice, heardAt: number, out: Float32Array): number {
    if (voice.kind === 'station') return voice.station.readSamples(heardAt, out)
    return voice.kind === 'fallback' ? (orNothing(() => voice.reader.read(out)) ?? 0) : 0
  }

  /** @returns how much of `out` it reaches into */
  #fadeTail(out: Float32Array): number {
    const count = Math.min(out.length, this.#tail.length)
    for (let index = 0; index < count; index++) out[index] = (out[index] ?? 0) + (this.#tail[index] ?? 0)
    this.#tail = this.#tail.subarray(count)
    return count
  }
}

/** A bulletin that cannot be decoded is silence: the station may come yet. */
function orNothing<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    if (error instanceof AudioRefusal) return undefined
    throw error
  }
}
