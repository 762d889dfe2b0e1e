import type { EnglishOf } from '../english-of.ts'
import type { review as vi } from '../vi/review.ts'

export const review: EnglishOf<typeof vi> = {
  title: 'To approve',
  empty: 'Nothing to approve',
}
