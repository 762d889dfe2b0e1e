import { AudioRefusal, type AudioRefusalCode } from '../audio-refusal.ts'
import {
  CUT_FADE_SAMPLES,
  END_FADE_SAMPLES,
  fadeIn,
  fadeOut,
  JOIN_FADE_SAMPLES,
  START_FADE_SAMPLES,
} from '../signal/fade.ts'
import { SAMPLES_PER_MS, type Sound, type SoundReader } from '../sounds/sound.ts'

/** Why a sound that was armed did not play, or stopped by itself. */
export type SoundFailureCode = AudioRefusalCode | 'soundMissed' | 'soundReplaced'

/**
 * What became of a sound; `lengthKnown`: what follows its opening is decided, and so is how long it is. `heardAt` is the instant at which its first or last sample leaves the horn, so it usually lies
 * a little ahead; `positionMs` counts within the sound; `samples` are those handed out.
 */
export type SoundEvent =
  | { type: 'started'; soundId: string; heardAt: number; positionMs: number }
  | { type: 'lengthKnown'; soundId: string; heardAt: number; durationMs: number }
  | { type: 'finished'; soundId: string; heardAt: number; samples: number; positionMs: number }
  | { type: 'interrupted'; soundId: string; heardAt: number; samples: number; positionMs: number }
  | { type: 'failed'; soundId: string; heardAt: number; samples: number; code: SoundFailureCode }

/** A sound with its place on the timeline. */
export interface CuePlan {
  soundId: string
  sound: Sound
  /** Timeline sample of the sound's sample `fromSample`; −∞ with `shift` is as soon as possible. */
  startSample: number
  fromSample: number
  /** Timeline sample at which it is over at the latest. */
  endSample: number
  gain: number
  /** Begun too late, it either joins in step (`trim`) or is played whole (`shift`). */
  late: 'trim' | 'shift'
}

/** A stretch of the timeline to fill, or only to count. */
export interface MixBlock {
  /** Timeline samples: its first, and the one after its last. */
  from: number
  end: number
  /** Where to add the samples, and room for as many; `null` to count them as played without decoding anything. */
  mix: { out: Float32Array; scratch: Float32Array } | null
  /** Timeline sample within the block, or before it, at which another sound begins. */
  yieldAt: number | null
}

/** One armed sound: knows where it stands and renders itself into the timeline. */
export class Cue {
  readonly soundId: string
  startSample: number
  isOver = false
  readonly #plan: CuePlan
  readonly #tell: (event: SoundEvent) => void
  #hasBegun = false
  /** Opened with the first sample that is rendered, so never while sounds are only counted. */
  #reader: SoundReader | null = null
  /** Counted from `startSample`: the next sample to give, where it was last entered, where it is over. */
  #cursor = 0
  #joinedAt = 0
  #joinFade = START_FADE_SAMPLES
  #end = Number.POSITIVE_INFINITY
  #endFade = END_FADE_SAMPLES
  #cutAt: number | null = null
  #samples = 0
  /** Of the whole sound; null where that is not known, or not yet. */
  #lengthSamples: number | null
  /** Counted from `startSample`: where it has to be decided what follows; null where nothing is open. */
  #undecidedAt: number | null

  constructor(plan: CuePlan, tell: (event: SoundEvent) => void) {
    this.soundId = plan.soundId
    this.startSample = plan.startSample
    this.#plan = plan
    this.#tell = tell
    const { sound, fromSample } = plan
    this.#lengthSamples = sound.lengthSamples
    this.#undecidedAt = sound.undecided ? Math.max(0, sound.undecided.fromSample - fromSample) : null
  }

  get isPlaying(): boolean {
    return this.#hasBegun && !this.isOver
  }

  /** Timeline sample at which it starts or, once begun, is decided on or over; +∞ where that is not known. */
  get nextChange(): number {
    if (!this.#hasBegun) return this.startSample
    return this.startSample + Math.min(this.#end, this.#undecidedAt ?? Number.POSITIVE_INFINITY)
  }

  /** Where in the sound it stands, or was cut. */
  get positionMs(): number {
    return (this.#plan.fromSample + (this.#cutAt ?? this.#cursor)) / SAMPLES_PER_MS
  }

  /** Shifts a start that was missed, now that samples from timeline sample `from` on are wanted. */
  settle(from: number): void {
    if (!this.isPlaying && this.startSample < from && this.#plan.late === 'shift') this.startSample = from
  }

  /**
   * Adds its samples to the block, and gives way where another sound begins.
   * @returns whether it sounds, or has begun and waits for an output that jumped back
   */
  mixInto(block: MixBlock): boolean {
    if (this.isOver || this.startSample >= block.end) return false
    try {
      if (!this.isPlaying) this.#begin(block)
      if (block.yieldAt !== null) this.cut(block.yieldAt)
      if (!this.isOver) this.#play(block)
    } catch (error) {
      if (!(error instanceof AudioRefusal)) throw error
      this.#fail(error.code)
    }
    return true
  }

  /** Fades out from timeline sample `at` on, or from its next sample where that one has been given already. */
  cut(at: number, fadeSamples = CUT_FADE_SAMPLES): void {
    const cutAt = Math.max(this.#cursor, at - this.startSample)
    if (this.#cutAt !== null || cutAt + fadeSamples >= this.#end) return
    this.#cutAt = cutAt
    this.#end = cutAt + fadeSamples
    this.#endFade = fadeSamples
  }

  /** Moves the timeline sample at which it is over at the latest; never before a fade out of what is being played. */
  limit(endSample: number): void {
    this.#plan.endSample = endSample
    if (!this.#hasBegun || this.#cutAt !== null) return
    const whole = this.#wholeSamples()
    this.#end = Math.min(whole, Math.max(this.#cursor + CUT_FADE_SAMPLES, endSample - this.startSample))
    this.#endFade = this.#end < whole ? CUT_FADE_SAMPLES : END_FADE_SAMPLES
  }

  /** From where it begins to its end; +∞ where that is not known. */
  #wholeSamples(): number {
    return this.#lengthSamples === null
      ? Number.POSITIVE_INFINITY
      : this.#lengthSamples - this.#plan.fromSample
  }

  /** Decides what follows the opening, once samples beyond it are asked for: `until`, counted from `startSample`. */
  #decideBy(until: number): void {
    const { sound, fromSample, endSample } = this.#plan
    if (this.#undecidedAt === null || until <= this.#undecidedAt || !sound.undecided) return
    this.#undecidedAt = null
    this.#lengthSamples = sound.undecided.decide()
    const whole = this.#wholeSamples()
    // Whatever was to cut it comes when it is over by itself.
    if (this.#cutAt !== null && whole <= this.#cutAt) this.#cutAt = null
    if (this.#cutAt === null) {
      this.#end = Math.max(0, Math.min(whole, endSample - this.startSample))
      this.#endFade = this.#end < whole ? CUT_FADE_SAMPLES : END_FADE_SAMPLES
    } else this.#end = Math.min(this.#end, whole)
    const heardAt = (this.startSample + this.#cursor) / SAMPLES_PER_MS
    const durationMs = (fromSample + whole) / SAMPLES_PER_MS
    this.#tell({ type: 'lengthKnown', soundId: this.soundId, heardAt, durationMs })
  }

  /** Moves it in time, whatever it has played (the clock was set). */
  move(sampleCount: number): void {
    this.startSample += sampleCount
    this.#reader?.moved?.(sampleCount / SAMPLES_PER_MS)
  }

  drop(): void {
    this.isOver = true
    this.#reader?.close()
    this.#reader = null
  }

  #begin({ from, mix, yieldAt }: MixBlock): void {
    const start = this.startSample
    const { fromSample, endSample } = this.#plan
    const late = Math.max(0, from - start)
    const whole = this.#wholeSamples()
    this.#end = Math.max(0, Math.min(whole, endSample - start))
    if (this.#end < whole) this.#endFade = CUT_FADE_SAMPLES
    if (late > 0) this.#decideBy(late)
    const isReplaced = yieldAt !== null && yieldAt <= start + late
    if (late >= this.#end || isReplaced) {
      this.#fail(isReplaced ? 'soundReplaced' : 'soundMissed')
      return
    }
    const heardAt = (start + late) / SAMPLES_PER_MS
    this.#cursor = late
    this.#joinedAt = late
    if (mix) this.#open()
    this.#hasBegun = true
    if (fromSample + late > 0) this.#joinFade = JOIN_FADE_SAMPLES
    this.#tell({ type: 'started', soundId: this.soundId, heardAt, positionMs: this.positionMs })
  }

  #open(): SoundReader {
    const heardAt = (this.startSample + this.#cursor) / SAMPLES_PER_MS
    this.#reader = this.#plan.sound.open(this.#plan.fromSample + this.#cursor, heardAt)
    return this.#reader
  }

  #play({ from, end, mix }: MixBlock): void {
    const first = Math.max(from, this.startSample + this.#cursor)
    this.#decideBy(end - this.startSample)
    this.#rejoin(first, from)
    const count = Math.max(0, Math.min(end - first, this.#end - this.#cursor))
    const given = mix ? this.#mix(mix.out.subarray(first - from), mix.scratch.subarray(0, count)) : count
    this.#cursor += given
    this.#samples += given
    if (given < count || this.#cursor >= this.#end) this.#finish()
  }

  /** After a jump of the output: leaves out what was missed, and enters without a click. */
  #rejoin(first: number, from: number): void {
    const missed = Math.min(first - this.startSample, this.#end) - this.#cursor
    const hadSilence = first > from && this.#samples > 0
    if (missed <= 0 && !hadSilence) return
    if (missed > 0) this.#reader?.skip(missed)
    this.#cursor += Math.max(0, missed)
    this.#joinedAt = this.#cursor
    this.#joinFade = JOIN_FADE_SAMPLES
  }

  /** @returns how many samples the sound had left to give */
  #mix(out: Float32Array, piece: Float32Array): number {
    const reader = this.#reader ?? this.#open()
    const played = piece.subarray(0, reader.read(piece))
    fadeIn(played, { at: this.#cursor - this.#joinedAt, fadeSamples: this.#joinFade })
    const fadeFrom = this.#end - this.#endFade
    if (this.#cursor + played.length > fadeFrom) {
      fadeOut(played, { at: this.#cursor - fadeFrom, fadeSamples: this.#endFade })
    }
    for (let index = 0; index < played.length; index++) {
      out[index] = (out[index] ?? 0) + (played[index] ?? 0) * this.#plan.gain
    }
    return played.length
  }

  #finish(): void {
    const { positionMs } = this
    const last = this.#close()
    if (this.#cutAt === null) this.#tell({ type: 'finished', ...last, positionMs })
    else this.#tell({ type: 'interrupted', ...last, positionMs })
  }

  #fail(code: SoundFailureCode): void {
    this.#tell({ type: 'failed', ...this.#close(), code })
  }

  #close(): { soundId: string; heardAt: number; samples: number } {
    this.drop()
    const lastSample = this.startSample + Math.max(0, this.#cursor - 1)
    return { soundId: this.soundId, heardAt: lastSample / SAMPLES_PER_MS, samples: this.#samples }
  }
}
