import { SAMPLE_RATE_HZ, wavHeader } from '@tieng-lang/edge-agent'

const BEAT_MS = 420
/** Semitones above A3 in the five-note scale of northern folk songs; null rests. A tune of our own. */
const MELODY: readonly (number | null)[] = [
  3,
  5,
  8,
  10,
  8,
  5,
  3,
  null,
  5,
  8,
  10,
  12,
  10,
  8,
  5,
  null,
  12,
  15,
  12,
  10,
  8,
  10,
  12,
  null,
  8,
  5,
  3,
  5,
  3,
  0,
  3,
  null,
]
const ROUNDS = 2

/** A short plucked tune as a 16-bit mono WAV at 48 kHz: the music of the demo, made here so that nobody owns it. */
export function tuneWav(): Buffer {
  const noteLength = Math.round((SAMPLE_RATE_HZ * BEAT_MS) / 1000)
  const notes = Array.from({ length: ROUNDS }, () => MELODY).flat()
  const samples = new Int16Array(notes.length * noteLength)
  for (const [index, semitones] of notes.entries())
    if (semitones !== null) pluck(samples.subarray(index * noteLength), 220 * 2 ** (semitones / 12))
  return Buffer.concat([wavHeader(SAMPLE_RATE_HZ, samples.byteLength), Buffer.from(samples.buffer)])
}

/** A string that dies away: a few harmonics, each fading faster than the one below it; laid over what still rings. */
function pluck(into: Int16Array, frequencyHz: number): void {
  const length = Math.min(into.length, SAMPLE_RATE_HZ)
  for (let index = 0; index < length; index += 1) {
    const seconds = index / SAMPLE_RATE_HZ
    let value = 0
    for (let harmonic = 1; harmonic <= 5; harmonic += 1)
      value +=
        (Math.sin(2 * Math.PI * frequencyHz * harmonic * seconds) / harmonic) *
        Math.exp(-3 * harmonic * seconds)
    const attack = Math.min(1, seconds / 0.004)
    const release = Math.min(1, (length - index) / 2_400)
    into[index] = Math.max(-32_768, Math.min(32_767, (into[index] ?? 0) + value * attack * release * 9_000))
  }
}
