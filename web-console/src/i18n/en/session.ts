import type { EnglishOf } from '../english-of.ts'
import type { session as vi } from '../vi/session.ts'

export const session: EnglishOf<typeof vi> = {
  signInTitle: 'Sign in',
  loginName: 'Login name',
  password: 'Password',
  signIn: 'Sign in',
  hint: 'Forgotten the password? Your administrator can set a new one.',
  changeTitle: 'Change the password',
  mustChange: 'This password was set by somebody else. Set one of your own before you begin.',
  currentPassword: 'Present password',
  newPassword: 'New password',
  newPasswordAgain: 'New password, once more',
  lengthHint: 'At least {{count}} characters. A short sentence is good.',
  tooShort: 'At least {{count}} characters are needed.',
  notTheSame: 'The two are not the same.',
  change: 'Change the password',
  changed: 'The password is changed.',
}
