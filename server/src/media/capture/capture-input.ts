import { CodedError } from '@tieng-lang/protocol'
import { DEMUXERS } from '../containers.ts'

/** A card that is read as it records, as ffmpeg knows it: `alsa:hw:0`. */
const ALSA = /^alsa:(.+)$/
/** What a stream may be fetched by, and nothing else: no file that a playlist names, no pipe, no other machine's share. */
const STREAM_PROTOCOLS = 'http,https,tcp,tls,crypto'

/** Without a byte for five seconds it is given up, and asked for anew. */
const STREAM_TIMES = [
  ...['-rw_timeout', '5000000'],
  ...['-reconnect', '1', '-reconnect_streamed', '1', '-reconnect_delay_max', '2'],
]

/** Somebody else's programme over the network, which has hiccups. */
export function isStream(input: string): boolean {
  return /^https?:\/\//i.test(input)
}

/**
 * The arguments by which ffmpeg reads a sound card (`alsa:…`), a stream (`http://…`, `https://…`) or a file, the two last at
 * the pace at which it is heard. Throws `wronglyAsked` for other schemes.
 */
export function inputArguments(input: string): string[] {
  const card = ALSA.exec(input)?.[1]
  if (card !== undefined) return ['-f', 'alsa', '-i', card]
  if (isStream(input)) return ['-re', '-protocol_whitelist', STREAM_PROTOCOLS, ...STREAM_TIMES, '-i', input]
  if (/^[a-z][a-z0-9+.-]*:/i.test(input))
    throw new CodedError('wronglyAsked', `${input}: a file, alsa:…, http://… or https://…`)
  // A name that begins with a hyphen is no option.
  const path = input.startsWith('-') ? `./${input}` : input
  return ['-re', '-protocol_whitelist', 'file', '-format_whitelist', DEMUXERS.join(','), '-i', path]
}
