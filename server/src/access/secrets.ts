import { createHash, createHmac } from 'node:crypto'
import type { Chance } from '@tieng-lang/protocol'

/** Crockford's base 32 in capitals, as printed on paper: no I, L, O, U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const CODE_CHARACTERS = 16

/** A fresh one-time code, `XXXX-XXXX-XXXX-XXXX`: 80 bits. */
export function newEnrolmentCode(chance: Chance): string {
  let text = ''
  for (const byte of chance.bytes(CODE_CHARACTERS)) text += ALPHABET[byte & 31]
  return text.replace(/(.{4})(?=.)/g, '$1-')
}

/** Of the text in UTF-8, in lower-case hexadecimal. */
export function sha256Hex(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/**
 * The broker secret of one board, base64url of 32 bytes. It follows from code and key, so that a board whose answer
 * was lost asks again and gets the same one, although we keep only its hash.
 */
export function deviceSecret(
  enrolmentSecret: string,
  { code, publicKey }: { code: string; publicKey: string },
) {
  return createHmac('sha256', Buffer.from(enrolmentSecret, 'base64url'))
    .update(`mqtt ${code} ${publicKey}`)
    .digest('base64url')
}
