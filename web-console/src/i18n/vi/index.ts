import { accounts } from './accounts.ts'
import { audit } from './audit.ts'
import { backups } from './backups.ts'
import { bulletins } from './bulletins.ts'
import { capSenders } from './cap-senders.ts'
import { cluster } from './cluster.ts'
import { emergencyPages } from './emergency-pages.ts'
import { first } from './first.ts'
import { imports } from './imports.ts'
import { live } from './live.ts'
import { places } from './places.ts'
import { playouts } from './playouts.ts'
import { programmes } from './programmes.ts'
import { relays } from './relays.ts'
import { sessions } from './sessions.ts'

/** All of Vietnamese: what the first load has, and what comes with the pages that need it (`late/`). */
export const vi = {
  ...first,
  accounts,
  audit,
  backups,
  bulletins,
  capSenders,
  cluster,
  emergency: { ...first.emergency, ...emergencyPages },
  imports,
  live,
  places,
  playouts,
  programmes,
  relays,
  sessions,
}
