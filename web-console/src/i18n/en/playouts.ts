import type { EnglishOf } from '../english-of.ts'
import type { playouts as vi } from '../vi/playouts.ts'

export const playouts: EnglishOf<typeof vi> = {
  title: 'Playout log',
  empty: 'Nothing has been played',
}
