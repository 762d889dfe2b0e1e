/** Mono samples between −1 and 1 at 48 kHz. */
export type Pcm = Float32Array<ArrayBuffer>

export const SIGNAL_RATE_HZ = 48_000

/** What a horn loudspeaker gives and an ear hears from afar. */
export const HORN_HZ = { min: 300, max: 3_400 }

/** Half a cosine: no click where a sound begins or ends. */
const EDGE_S = 0.02
const PEAK_DBFS_MAX = -4.5
const BLOCK_S = 0.4
/** Blocks that are so much softer than the loudest are pauses. */
const PAUSE_DB = -10

export function silence(durationS: number): Pcm {
  return new Float32Array(Math.round(durationS * SIGNAL_RATE_HZ))
}

export function joined(parts: readonly Pcm[]): Pcm {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** Adds a sound to another from an instant on; what is beyond its end is lost. */
export function mixInto(whole: Pcm, part: Pcm, atS: number): void {
  const from = Math.round(atS * SIGNAL_RATE_HZ)
  const length = Math.min(part.length, whole.length - from)
  for (let index = 0; index < length; index += 1)
    whole[from + index] = (whole[from + index] ?? 0) + (part[index] ?? 0)
}

/** Fades both ends in place. */
export function withSoftEnds(pcm: Pcm, edgeS = EDGE_S): Pcm {
  const length = Math.min(Math.round(edgeS * SIGNAL_RATE_HZ), pcm.length >> 1)
  for (let index = 0; index < length; index += 1) {
    const gain = (1 - Math.cos((Math.PI * index) / length)) / 2
    const last = pcm.length - 1 - index
    pcm[index] = (pcm[index] ?? 0) * gain
    pcm[last] = (pcm[last] ?? 0) * gain
  }
  return pcm
}

/**
 * The same with the mean power of what is no pause at `rmsDb` (of full scale), softer where its peaks would be over
 * −4.5 dBFS: 1.5 dB are left for what the encoder adds, below a ceiling of −3 dBTP.
 */
export function levelled(pcm: Pcm, rmsDb: number): Pcm {
  const wanted = 10 ** (rmsDb / 20) / soundingRms(pcm)
  const peak = pcm.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)
  const gain = Math.min(wanted, 10 ** (PEAK_DBFS_MAX / 20) / peak)
  return pcm.map((sample) => sample * gain)
}

/** Root mean square of the blocks that are no pause. */
export function soundingRms(pcm: Pcm): number {
  const blocks = blockPowers(pcm)
  const least = Math.max(...blocks) * 10 ** (PAUSE_DB / 10)
  const sounding = blocks.filter((power) => power >= least)
  return Math.sqrt(sounding.reduce((sum, power) => sum + power, 0) / sounding.length)
}

function blockPowers(pcm: Pcm): number[] {
  const size = Math.min(pcm.length, BLOCK_S * SIGNAL_RATE_HZ)
  const powers: number[] = []
  for (let from = 0; from + size <= pcm.length; from += size)
    powers.push(pcm.subarray(from, from + size).reduce((sum, sample) => sum + sample * sample, 0) / size)
  return powers
}
