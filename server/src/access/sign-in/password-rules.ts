import { type Chance, CodedError } from '@tieng-lang/protocol'

/** Easily read aloud and typed: no 0, 1, i, l, o. */
const ALPHABET = '23456789abcdefghjkmnpqrstuvwxyz2'
const GENERATED_CHARACTERS = 16
const DIFFERENT_CHARACTERS_MIN = 5
const RUNS = ['01234567890123456789', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiopasdfghjklzxcvbnm']
const COMMON = ['password', 'matkhau', 'tienglang', 'iloveyou', 'admin', 'quantri']

/** A password for the first sign-in, `xxxx-xxxx-xxxx-xxxx`, of nearly 80 bits. */
export function newPassword(chance: Chance): string {
  let text = ''
  for (const byte of chance.bytes(GENERATED_CHARACTERS)) text += ALPHABET[byte & 31]
  return text.replace(/(.{4})(?=.)/g, '$1-')
}

/** Throws `weakPassword` for what is guessed first; its length is in the shape (NIST SP 800-63B §3.1.1.2). */
export function checkPassword(password: string, loginName: string): void {
  const text = password.toLowerCase()
  if (new Set(text).size < DIFFERENT_CHARACTERS_MIN) refuse('has too few different characters')
  if (text.includes(loginName)) refuse('contains the login name')
  // A well-known word with a number or two behind it.
  const letters = text.replace(/[^a-z]/g, '')
  if (COMMON.includes(letters)) refuse('is a common one')
  if (RUNS.some((run) => run.includes(text))) refuse('is a run of the keyboard')
}

function refuse(why: string): never {
  throw new CodedError('weakPassword', `this password ${why}`)
}
