import { randomBytes } from 'node:crypto'
import type { Chance } from '../time.ts'

/** The machine's own randomness, fit for keys and secrets. One of the two files that may read it. */
export const systemChance: Chance = {
  next: () => randomBytes(6).readUIntBE(0, 6) / 2 ** 48,
  bytes: (length) => randomBytes(length),
}
