/** A repeatable source of numbers in [0, 1) (mulberry32), so that every failure of a test can be seen again. */
export function seededChance(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Speech-like: a voiced sound with moving pitch and formants, syllables of about 180 ms, some breath, short pauses. */
export function speechLike(sampleCount: number, seed = 1): Float32Array {
  const chance = seededChance(seed)
  const pcm = new Float32Array(sampleCount)
  let phase = 0
  let breath = 0
  for (let n = 0; n < sampleCount; n++) {
    const t = n / 48_000
    phase += (2 * Math.PI * (150 + 40 * Math.sin(2 * Math.PI * 0.9 * t) + 15 * Math.sin(7 * t))) / 48_000
    let voice = 0
    for (let k = 1; k <= 20; k++) voice += Math.sin(k * phase) / (1 + Math.abs(k - 5 - 3 * Math.sin(3 * t)))
    const syllable = Math.max(0, Math.sin(2 * Math.PI * 2.7 * t)) ** 0.5
    breath = 0.7 * breath + 0.3 * (chance() - 0.5)
    pcm[n] = 0.09 * syllable * voice + 0.015 * breath
  }
  return pcm
}

/** Music-like: four decaying partials on a slow tune, up to 12 kHz. */
export function musicLike(sampleCount: number): Float32Array {
  const notesHz = [440, 523.25, 659.25, 587.33, 493.88]
  return Float32Array.from({ length: sampleCount }, (_, n) => {
    const t = n / 48_000
    const note = notesHz[Math.floor(t / 0.4) % notesHz.length] ?? 440
    const decay = Math.exp(-4 * (t % 0.4)) * Math.min(1, (t % 0.4) / 0.004)
    let sum = 0
    for (const [k, level] of [
      [1, 0.3],
      [2, 0.15],
      [5, 0.06],
      [11, 0.02],
      [19, 0.008],
    ] as const) {
      sum += level * Math.sin(2 * Math.PI * note * k * t)
    }
    return sum * decay
  })
}

export function sine(sampleCount: number, frequencyHz: number, amplitude = 0.5): Float32Array {
  return Float32Array.from(
    { length: sampleCount },
    (_, n) => amplitude * Math.sin((2 * Math.PI * frequencyHz * n) / 48_000),
  )
}

/** Pearson's correlation of `count` samples of `a` from `fromA` with those of `b` from `fromB`. */
export function correlation(
  a: Float32Array,
  b: Float32Array,
  span: { fromA: number; fromB: number; count: number },
): number {
  let ab = 0
  let aa = 0
  let bb = 0
  for (let n = 0; n < span.count; n++) {
    const x = a[span.fromA + n] ?? 0
    const y = b[span.fromB + n] ?? 0
    ab += x * y
    aa += x * x
    bb += y * y
  }
  return aa === 0 || bb === 0 ? 0 : ab / Math.sqrt(aa * bb)
}

/** Mean power of a span in dB, 0 dB = a full-scale square wave. */
export function powerDb(pcm: Float32Array, from: number, count: number): number {
  let sum = 0
  for (let n = from; n < from + count; n++) sum += (pcm[n] ?? 0) ** 2
  return 10 * Math.log10(sum / count + 1e-12)
}
