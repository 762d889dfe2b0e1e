import { FRAME_SAMPLES } from '../frame.ts'
import type { TimelineSource } from '../sounds/sound.ts'
import type { AlignerHooks } from './aligner.ts'
import type { Cue, MixBlock } from './cue.ts'

/** All armed sounds in the order of their starts: the timeline that they add up to. */
export class CueSheet implements TimelineSource, AlignerHooks {
  #cues: Cue[] = []
  #scratch = new Float32Array(FRAME_SAMPLES + 64)

  get count(): number {
    return this.#cues.length
  }

  add(cue: Cue): void {
    // A new list: a sound may be armed by what another one tells while the list is walked through.
    this.#cues = [...this.#cues, cue]
  }

  /** One that is over is none, also while it tells of its end: then the sound may be armed again. */
  find(soundId: string): Cue | null {
    return this.#cues.find((cue) => cue.soundId === soundId && !cue.isOver) ?? null
  }

  remove(cue: Cue): void {
    cue.drop()
    this.#cues = this.#cues.filter((other) => other !== cue)
  }

  list(): readonly Cue[] {
    return this.#cues
  }

  /** Moves what sounds in time, and nothing that is still to come. */
  moveSounding(sampleCount: number): void {
    for (const cue of this.#cues) if (cue.isPlaying) cue.move(sampleCount)
  }

  /** The earliest timeline sample at which a sound starts or is over; +∞ where nothing is to come. */
  nextChange(): number {
    return this.#cues.reduce((earliest, cue) => Math.min(earliest, cue.nextChange), Number.POSITIVE_INFINITY)
  }

  readSamples(from: number, out: Float32Array): boolean {
    out.fill(0)
    if (this.#scratch.length < out.length) this.#scratch = new Float32Array(out.length)
    return this.#goThrough({ from, end: from + out.length, mix: { out, scratch: this.#scratch } })
  }

  /** Counts the timeline samples `from` to `end` − 1 as played, with the same events and nothing decoded. */
  pass(from: number, end: number): void {
    this.#goThrough({ from, end, mix: null })
  }

  #goThrough(block: Omit<MixBlock, 'yieldAt'>): boolean {
    if (this.#cues.length === 0) return false
    for (const cue of this.#cues) cue.settle(block.from)
    this.#cues.sort(byStart)

    let hasSound = false
    for (const [index, cue] of this.#cues.entries()) {
      if (cue.mixInto({ ...block, yieldAt: this.#startAfter(index, block.end) })) hasSound = true
    }
    if (hasSound) this.#cues = this.#cues.filter((cue) => !cue.isOver)
    return hasSound
  }

  /** Never two sounds at once: where the next one begins before timeline sample `end`, this one gives way. */
  #startAfter(index: number, end: number): number | null {
    const start = this.#cues[index + 1]?.startSample ?? end
    return start < end ? start : null
  }
}

/** Equal starts keep the order in which they were armed, and the later one wins. */
function byStart(a: Cue, b: Cue): number {
  return a.startSample === b.startSample ? 0 : a.startSample - b.startSample
}
