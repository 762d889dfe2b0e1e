import type { EnglishOf } from '../english-of.ts'
import type { imports as vi } from '../vi/imports.ts'

export const imports: EnglishOf<typeof vi> = {
  title: 'Import CSV',
  empty: 'No file chosen',
}
