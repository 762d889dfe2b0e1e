import type { EnglishOf } from '../english-of.ts'
import type { accounts as vi } from '../vi/accounts.ts'

export const accounts: EnglishOf<typeof vi> = {
  title: 'Accounts',
  empty: 'No accounts yet',
}
