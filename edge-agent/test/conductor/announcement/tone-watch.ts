/** Blocks in which it is looked for tones: 10 ms, so that tones 100 Hz apart are told from one another. */
const BLOCK_SAMPLES = 480
const BLOCK_MS = BLOCK_SAMPLES / 48
/** The path fades out and in within 15 ms, one sound over the other. */
const CROSSFADE_BLOCKS = 2
/** Shorter breaks are the codec's. */
const BREAK_MS = 30

/** One tone at the horn without a break, Unix ms, and its amplitude in each block. */
export interface ToneRun {
  fromAt: number
  untilAt: number
  amplitudes: number[]
}

export interface WatchedTone {
  hz: number
  /** From here on it counts as heard. */
  amplitudeMin: number
}

interface Watched<Name> {
  name: Name
  tone: WatchedTone
  /** One block of its waves. */
  sines: Float64Array
  cosines: Float64Array
}

/** What a horn gives when, told by tones, one a sound; and whether it ever gave two at once. */
export class ToneWatch<Name extends string> {
  readonly runs: Record<Name, ToneRun[]>
  /** Instants at which two tones had sounded at once for longer than they are faded over. */
  readonly clashes: number[] = []
  readonly #tones: Watched<Name>[]
  #clashingBlocks = 0

  constructor(tones: Record<Name, WatchedTone>) {
    const named = Object.entries(tones) as [Name, WatchedTone][]
    this.#tones = named.map(([name, tone]) => ({ name, tone, ...wavesOf(tone.hz) }))
    this.runs = Object.fromEntries(named.map(([name]) => [name, []])) as unknown as Record<Name, ToneRun[]>
  }

  note(heardAt: number, frame: Float32Array): void {
    for (let from = 0; from + BLOCK_SAMPLES <= frame.length; from += BLOCK_SAMPLES)
      this.#noteBlock(heardAt + from / 48, frame.subarray(from, from + BLOCK_SAMPLES))
  }

  #noteBlock(at: number, block: Float32Array): void {
    const heard = isSilent(block) ? [] : this.#tones.filter((each) => this.#noteTone(each, at, block))
    this.#clashingBlocks = heard.length > 1 ? this.#clashingBlocks + 1 : 0
    if (this.#clashingBlocks > CROSSFADE_BLOCKS) this.clashes.push(at)
  }

  /** @returns whether it is heard in the block */
  #noteTone({ name, tone, sines, cosines }: Watched<Name>, at: number, block: Float32Array): boolean {
    let re = 0
    let im = 0
    for (let n = 0; n < BLOCK_SAMPLES; n++) {
      const sample = block[n] ?? 0
      re += sample * (cosines[n] ?? 0)
      im += sample * (sines[n] ?? 0)
    }
    const amplitude = (2 * Math.hypot(re, im)) / BLOCK_SAMPLES
    if (amplitude < tone.amplitudeMin) return false
    const last = this.runs[name].at(-1)
    if (last && at - last.untilAt < BREAK_MS) {
      last.untilAt = at + BLOCK_MS
      last.amplitudes.push(amplitude)
    } else this.runs[name].push({ fromAt: at, untilAt: at + BLOCK_MS, amplitudes: [amplitude] })
    return true
  }
}

function isSilent(block: Float32Array): boolean {
  for (let n = 0; n < block.length; n++) if (block[n] !== 0) return false
  return true
}

function wavesOf(hz: number): { sines: Float64Array; cosines: Float64Array } {
  const angle = (n: number) => (2 * Math.PI * hz * n) / 48_000
  return {
    sines: Float64Array.from({ length: BLOCK_SAMPLES }, (_, n) => Math.sin(angle(n))),
    cosines: Float64Array.from({ length: BLOCK_SAMPLES }, (_, n) => Math.cos(angle(n))),
  }
}
