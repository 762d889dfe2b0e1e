import type { EnglishOf } from '../english-of.ts'
import type { overview as vi } from '../vi/overview.ts'

export const overview: EnglishOf<typeof vi> = {
  title: 'Overview',
  empty: 'No clusters yet',
}
