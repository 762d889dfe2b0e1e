import type { EnglishOf } from '../english-of.ts'
import type { sessions as vi } from '../vi/sessions.ts'

export const sessions: EnglishOf<typeof vi> = {
  title: 'My sessions and password',
  empty: 'No sessions',
}
