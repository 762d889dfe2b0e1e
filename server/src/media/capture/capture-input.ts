import { CodedError } from '@tieng-lang/protocol'
import { DEMUXERS } from '../containers.ts'
import { TOLD_SOON } from '../ffmpeg.ts'
import { checkLiteralAddress, parseSourceUrl } from '../relay-source/address/checked-address.ts'

/** A card that is read as it records, as ffmpeg knows it: `alsa:hw:0`. */
const ALSA = /^alsa:(.+)$/

/** Somebody else's programme over the network, which has hiccups. */
export function isStream(input: string): boolean {
  return /^https?:\/\//i.test(input)
}

/**
 * What can be said of an input before anybody is on air. Throws `wronglyAsked` for other schemes, and `sourceRefused` for a
 * stream that no relay could have: with a password, or at a private address that the configuration does not name.
 */
export function checkInput(input: string, privateSourcesAllowed: readonly string[]): void {
  if (isStream(input)) checkLiteralAddress(parseSourceUrl(input), privateSourcesAllowed)
  else inputArguments(input)
}

/**
 * The arguments by which ffmpeg reads a sound card (`alsa:…`), or a file at the pace at which it is heard. Streams do not
 * come here: ffmpeg opens no connection. Throws `wronglyAsked` for other schemes.
 */
export function inputArguments(input: string): string[] {
  const card = ALSA.exec(input)?.[1]
  if (card !== undefined) return [...TOLD_SOON, '-f', 'alsa', '-i', card]
  if (/^[a-z][a-z0-9+.-]*:/i.test(input))
    throw new CodedError('wronglyAsked', `${input}: a file, alsa:…, http://… or https://…`)
  // A name that begins with a hyphen is no option.
  const path = input.startsWith('-') ? `./${input}` : input
  return ['-re', '-protocol_whitelist', 'file', '-format_whitelist', DEMUXERS.join(','), '-i', path]
}
