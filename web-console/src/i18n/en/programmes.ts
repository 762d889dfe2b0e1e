import type { EnglishOf } from '../english-of.ts'
import type { programmes as vi } from '../vi/programmes.ts'

export const programmes: EnglishOf<typeof vi> = {
  title: 'Calendar',
  empty: 'No programmes yet',
}
