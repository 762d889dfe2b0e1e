import type { Chance } from '../time.ts'
import { viewOf } from './bytes.ts'

/** RFC 3550 §8: 32 random bits, so that two are hardly ever alike. */
export function randomSsrc(chance: Pick<Chance, 'bytes'>): number {
  return viewOf(chance.bytes(4)).getUint32(0)
}
