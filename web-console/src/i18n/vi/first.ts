import { common } from './common.ts'
import { emergencyEverywhere } from './emergency-everywhere.ts'
import { overview } from './overview.ts'
import { problems } from './problems.ts'
import { review } from './review.ts'
import { session } from './session.ts'
import { shell } from './shell.ts'
import { times } from './times.ts'
import { words } from './words.ts'

/** Vietnamese as the first load has it, by namespace: one file a page area. */
export const first = {
  common,
  emergency: emergencyEverywhere,
  overview,
  problems,
  review,
  session,
  shell,
  times,
  words,
}
