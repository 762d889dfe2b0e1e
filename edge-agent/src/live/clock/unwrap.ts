/** The number with these low 32 bits that lies nearest to `near`: RTP timestamps wrap every day (RFC 3550 §5.1). */
export function unwrap32(low: number, near: number): number {
  const turn = 2 ** 32
  const behind = (((low - near) % turn) + turn) % turn
  return near + (behind > turn / 2 ? behind - turn : behind)
}
