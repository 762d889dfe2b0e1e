import type { EnglishOf } from '../english-of.ts'
import type { places as vi } from '../vi/places.ts'

export const places: EnglishOf<typeof vi> = {
  title: 'Places',
  empty: 'No areas yet',
}
