import type { AlignerHooks } from './aligner.ts'
import type { Cue } from './cue.ts'
import { FRAME_SAMPLES } from './frame.ts'
import type { TimelineSource } from './sound.ts'

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

  find(soundId: string): Cue | null {
    return this.#cues.find((cue) => cue.soundId === soundId) ?? null
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

  readSamples(from: number, out: Float32Array): boolean {
    out.fill(0)
    if (this.#cues.length === 0) return false
    if (this.#scratch.length < out.length) this.#scratch = new Float32Array(out.length)
    for (const cue of this.#cues) cue.settle(from)
    this.#cues.sort(byStart)

    let hasSound = false
    for (const [index, cue] of this.#cues.entries()) {
      const yieldAt = this.#startAfter(index, from + out.length)
      if (cue.mixInto({ from, out, scratch: this.#scratch, yieldAt })) hasSound = true
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
