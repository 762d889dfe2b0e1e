/**
 * Whether an Opus packet brings the one before it along (in-band FEC, RFC 6716 §4.2.3, §4.2.4): one mono SILK or hybrid
 * frame of 20 ms at most whose first byte says so.
 *
 *      0 1 2 3 4 5 6 7   0 1 2
 *     +-+-+-+-+-+-+-+-+ +-+-+-
 *     | config  |s| c | |V|F| …      V: voice, F: FEC
 */
export function opusBringsOneBefore(opus: Uint8Array): boolean {
  const [toc = 0xff, flags = 0] = opus
  const config = toc >> 3
  const isShort = config < 12 ? (config & 3) < 2 : config < 16
  return isShort && (toc & 7) === 0 && (flags & 0x40) !== 0
}
