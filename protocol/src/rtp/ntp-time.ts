import { SECOND_MS } from '../time.ts'

/** Seconds from 1900 (NTP) to 1970 (Unix), RFC 5905 §6. */
const UNIX_EPOCH_IN_NTP_SECONDS = 2_208_988_800
const TWO_TO_32 = 2 ** 32
/** Seconds below this belong to the era that begins in February 2036 (RFC 5905 §6, era 1). */
const ERA_1_SECONDS_END = 2 ** 31

/** An NTP timestamp: seconds since 1900 modulo 2^32, and 2^-32 parts of a second (RFC 3550 §4). */
export interface NtpTimestamp {
  seconds: number
  fraction: number
}

/** From Unix milliseconds; exact to what a double holds, about 0.2 µs. */
export function ntpTimestampOf(at: number): NtpTimestamp {
  const wholeSeconds = Math.floor(at / SECOND_MS)
  const fraction = Math.floor(((at - wholeSeconds * SECOND_MS) * TWO_TO_32) / SECOND_MS)
  const seconds = (wholeSeconds + UNIX_EPOCH_IN_NTP_SECONDS) % TWO_TO_32
  return { seconds, fraction: Math.min(fraction, TWO_TO_32 - 1) }
}

/** Unix milliseconds of an NTP timestamp between 1968 and 2104. */
export function unixMsOf({ seconds, fraction }: NtpTimestamp): number {
  const era = seconds < ERA_1_SECONDS_END ? TWO_TO_32 : 0
  return (seconds + era - UNIX_EPOCH_IN_NTP_SECONDS) * SECOND_MS + (fraction * SECOND_MS) / TWO_TO_32
}

/** The middle 32 bits: what a report block calls the last sender report (RFC 3550 §6.4.1). */
export function compactNtpOf(at: number): number {
  const { seconds, fraction } = ntpTimestampOf(at)
  return (seconds % 0x1_0000) * 0x1_0000 + Math.floor(fraction / 0x1_0000)
}
