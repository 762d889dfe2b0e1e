import { accounts } from './accounts.ts'
import { audit } from './audit.ts'
import { backups } from './backups.ts'
import { bulletins } from './bulletins.ts'
import { capSenders } from './cap-senders.ts'
import { cluster } from './cluster.ts'
import { common } from './common.ts'
import { emergency } from './emergency.ts'
import { imports } from './imports.ts'
import { live } from './live.ts'
import { overview } from './overview.ts'
import { places } from './places.ts'
import { playouts } from './playouts.ts'
import { problems } from './problems.ts'
import { programmes } from './programmes.ts'
import { relays } from './relays.ts'
import { review } from './review.ts'
import { session } from './session.ts'
import { sessions } from './sessions.ts'
import { shell } from './shell.ts'
import { times } from './times.ts'
import { words } from './words.ts'

/** English, loaded when it is wanted. */
export const en = {
  accounts,
  audit,
  backups,
  bulletins,
  capSenders,
  cluster,
  common,
  emergency,
  imports,
  live,
  overview,
  places,
  playouts,
  problems,
  programmes,
  relays,
  review,
  session,
  sessions,
  shell,
  times,
  words,
}
