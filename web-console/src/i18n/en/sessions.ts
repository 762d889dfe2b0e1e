import type { EnglishOf } from '../english-of.ts'
import type { sessions as vi } from '../vi/sessions.ts'

export const sessions: EnglishOf<typeof vi> = {
  title: 'My sessions and password',
  passwordTitle: 'Change password',
  passwordHint: 'Your other sessions are signed out when it is changed.',
  listTitle: 'Signed in on',
  listHint: 'A session you do not know? Sign it out and change your password at once.',
  empty: 'No sessions',
  current: 'This session',
  lastSeen: 'Last active',
  since: 'Signed in since',
  address: 'Network address {{address}}',
  end: 'Sign this session out',
  ended: 'That session is signed out.',
  unknownDevice: 'Unknown device',
  browserOn: '{{browser}} on {{system}}',
}
