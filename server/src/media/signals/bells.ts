import { mixInto, type Pcm, silence, withSoftEnds } from './pcm.ts'
import { note, PURE, strike } from './tones.ts'

/** A hanging rail that is struck: its modes are no multiples of one another. */
const IRON = { modesHz: [820, 1_490, 2_210, 2_980], decayS: 1.6, durationS: 1, attackS: 0.004 }
const IRON_EVERY_S = 0.19

/** *Hồi kẻng*: quick, unceasing strokes on iron, the old sign for a fire in the village. */
export function ironStrokes(): Pcm {
  return strokes({ count: 30, everyS: IRON_EVERY_S, tailS: 0.5 }, () => strike(IRON))
}

/** Three falling bell notes, twice: be attentive, and calm. */
export function fallingChime(): Pcm {
  const pitches = [1_047, 880, 698]
  return chime([...pitches, 0, ...pitches], { everyS: 0.62, decayS: 2.2, tailS: 1.2, attackS: 0.008 })
}

/** Exercises only: slow, soft notes that swell like a gong far away; no siren has anything of it. */
export function softGong(): Pcm {
  return chime([659, 494, 659], { everyS: 1.4, decayS: 4, tailS: 1.6, attackS: 0.12 })
}

/** Four rising notes that come to rest: it is over. */
export function risingChime(): Pcm {
  return chime([523, 659, 784, 1_047], { everyS: 0.42, decayS: 3, tailS: 2.6, attackS: 0.008 })
}

/** Two notes down, twice, without urgency: listen, something is put right. */
export function callingNotes(): Pcm {
  const whole = silence(4)
  for (const [index, pitchHz] of [784, 587, 784, 587].entries())
    mixInto(whole, note(pitchHz, 0.45, PURE), index * 0.55 + (index > 1 ? 0.7 : 0))
  return whole
}

interface Chime {
  everyS: number
  decayS: number
  tailS: number
  attackS: number
}

/** Bell notes in turn; a pitch of 0 is a rest. */
function chime(pitchesHz: readonly number[], { everyS, tailS, ...sound }: Chime): Pcm {
  return strokes({ count: pitchesHz.length, everyS, tailS }, (index) => {
    const pitchHz = pitchesHz[index] ?? 0
    const modesHz = pitchHz === 0 ? [] : [pitchHz, pitchHz * 2, pitchHz * 3.01].filter((hz) => hz < 3_200)
    return strike({ ...sound, modesHz, durationS: everyS + tailS })
  })
}

function strokes(
  { count, everyS, tailS }: { count: number; everyS: number; tailS: number },
  strokeAt: (index: number) => Pcm,
): Pcm {
  const whole = silence(count * everyS + tailS)
  for (let index = 0; index < count; index += 1) mixInto(whole, strokeAt(index), index * everyS)
  return withSoftEnds(whole, 0.003)
}
