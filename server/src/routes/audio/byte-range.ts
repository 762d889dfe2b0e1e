/** Both ends included, as in `Content-Range`. */
export interface ByteRange {
  start: number
  end: number
}

/**
 * Reads a `Range` header (RFC 9110 §14.1.2). Anything but a single range of bytes is answered with the whole, as the
 * standard allows; `refused` is one that lies outside.
 */
export function parseRange(header: string | undefined, sizeBytes: number): ByteRange | 'whole' | 'refused' {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '')
  if (!match) return 'whole'
  const [, first = '', last = ''] = match
  if (first === '' && last === '') return 'whole'
  // `-500` is the last 500 bytes (RFC 9110 §14.1.2, suffix-range).
  const start = first === '' ? Math.max(0, sizeBytes - Number(last)) : Number(first)
  const end = first === '' || last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1)
  if (first !== '' && last !== '' && Number(last) < Number(first)) return 'whole'
  return start > end ? 'refused' : { start, end }
}
