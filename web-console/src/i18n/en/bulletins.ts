import type { EnglishOf } from '../english-of.ts'
import type { bulletins as vi } from '../vi/bulletins.ts'

export const bulletins: EnglishOf<typeof vi> = {
  title: 'Bulletins',
  empty: 'No bulletins yet',
}
