import { HORN_HZ, type Pcm, SIGNAL_RATE_HZ, silence, withSoftEnds } from './pcm.ts'

export interface Tone {
  durationS: number
  /** The fundamental at each instant; it may glide, its phase never jumps. */
  frequencyHz: (atS: number) => number
  /** How strong the fundamental and its multiples are; those beyond a horn’s range fade out. */
  partials: readonly number[]
}

/** A siren is rich in overtones: it is heard through wind and engines. */
export const SIREN_PARTIALS: readonly number[] = [1, 0.5, 0.33, 0.2]
export const PURE: readonly number[] = [1, 0.15]

const FADE_FROM_HZ = 2_800
const FADED_AT_HZ = HORN_HZ.max - 200

/** A tone whose pitch follows its function, with soft ends. */
export function tone({ durationS, frequencyHz, partials }: Tone): Pcm {
  const pcm = silence(durationS)
  let phase = 0
  for (let index = 0; index < pcm.length; index += 1) {
    const nowHz = frequencyHz(index / SIGNAL_RATE_HZ)
    phase += (2 * Math.PI * nowHz) / SIGNAL_RATE_HZ
    pcm[index] = partials.reduce(
      (sum, strength, order) =>
        sum + strength * heardPart(nowHz * (order + 1)) * Math.sin(phase * (order + 1)),
      0,
    )
  }
  return withSoftEnds(pcm)
}

/** One note of a pitch. */
export function note(pitchHz: number, durationS: number, partials = SIREN_PARTIALS): Pcm {
  return tone({ durationS, partials, frequencyHz: () => pitchHz })
}

export interface Strike {
  /** Of each mode of what is struck. */
  modesHz: readonly number[]
  /** Until it is 60 dB softer. */
  decayS: number
  durationS: number
  /** How fast it is struck: metal at once, a soft mallet not. */
  attackS: number
}

/** Something struck, ringing away; its higher modes sooner than its lower ones. */
export function strike({ modesHz, decayS, durationS, attackS }: Strike): Pcm {
  const pcm = silence(durationS)
  for (let index = 0; index < pcm.length; index += 1) {
    const atS = index / SIGNAL_RATE_HZ
    const attack = atS < attackS ? (1 - Math.cos((Math.PI * atS) / attackS)) / 2 : 1
    const ringing = modesHz.reduce((sum, modeHz, order) => {
      const gone = Math.exp((-6.9 * atS * (1 + 0.6 * order)) / decayS)
      return sum + (gone * Math.sin(2 * Math.PI * modeHz * atS)) / (order + 1)
    }, 0)
    pcm[index] = attack * ringing
  }
  return withSoftEnds(pcm, Math.min(attackS, 0.02))
}

function heardPart(partialHz: number): number {
  if (partialHz <= FADE_FROM_HZ) return 1
  return Math.max(0, (FADED_AT_HZ - partialHz) / (FADED_AT_HZ - FADE_FROM_HZ))
}
