import type { EnglishOf } from '../english-of.ts'
import type { audit as vi } from '../vi/audit.ts'

export const audit: EnglishOf<typeof vi> = {
  title: 'Audit log',
  empty: 'Nothing recorded yet',
}
