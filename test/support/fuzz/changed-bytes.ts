import type { Dice } from './dice.ts'

const CHANGES_MAX = 6
const BYTES_MAX = 20_000

/** The bytes with some of them changed, taken out, doubled, cut off, or replaced by something that means something. */
export function changedBytes(dice: Dice, bytes: Uint8Array, words: readonly string[]): Uint8Array {
  let changed = Buffer.from(bytes)
  for (let count = dice.below(CHANGES_MAX); count >= 0; count -= 1) changed = once(dice, changed, words)
  return changed
}

function once(dice: Dice, bytes: Buffer, words: readonly string[]): Buffer<ArrayBuffer> {
  const at = dice.below(bytes.length + 1)
  const end = Math.min(bytes.length, at + dice.below(40))
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(end)]
  switch (dice.below(7)) {
    case 0:
      return Buffer.concat([before, after])
    case 1:
      return Buffer.concat([before, Buffer.from(dice.one(words)), after])
    case 2:
      return Buffer.concat([before, Buffer.from(dice.one(words)), bytes.subarray(at)])
    case 3:
      return Buffer.concat([bytes.subarray(0, end), bytes.subarray(at)]).subarray(0, BYTES_MAX)
    case 4:
      return Buffer.from(before)
    case 5:
      return Buffer.from(Array.from({ length: dice.below(200) }, () => dice.below(256)))
    default: {
      const flipped = Buffer.from(bytes)
      // Mostly ASCII: what is no UTF-8 is refused before anything else.
      if (at < flipped.length) flipped[at] = dice.below(dice.below(4) === 0 ? 256 : 128)
      return flipped
    }
  }
}
