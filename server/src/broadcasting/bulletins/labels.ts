import { type BulletinValidity, CodedError } from '@tieng-lang/protocol'
import { parseLocalDate } from '@tieng-lang/scheduler'

const CONTROL = /\p{Cc}/u
const FILE_NAME_LENGTH_MAX = 255

/** One line as it is stored: composed (NFC), without space around it. Throws `badRequest` for control characters. */
export function lineOf(text: string, field: string): string {
  const line = text.normalize('NFC').trim()
  if (CONTROL.test(line)) throw new CodedError('badRequest', `${field} has control characters`)
  return line
}

/** Throws `badRequest` where nothing can be read of it. */
export function titleOf(text: string): string {
  const title = lineOf(text, 'the title')
  if (title === '') throw new CodedError('badRequest', 'the title is empty')
  return title
}

/** The last part of whatever path a browser or an attacker sends: it is shown, never opened. */
export function fileNameOf(text: string): string {
  const name = text
    .normalize('NFC')
    .split(/[/\\]/)
    .at(-1)
    ?.replace(/\p{Cc}/gu, '')
    .trim()
  return (name ?? '').slice(-FILE_NAME_LENGTH_MAX)
}

/** Throws `badDates`: a date that is in no calendar, an end before its start. */
export function checkValidity({ from, until }: BulletinValidity): void {
  for (const date of [from, until])
    if (date !== undefined && parseLocalDate(date) === null)
      throw new CodedError('badDates', `${date} is not in the calendar`)
  if (from !== undefined && until !== undefined && until < from)
    throw new CodedError('badDates', `it ends on ${until}, before it begins on ${from}`)
}
