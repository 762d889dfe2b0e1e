import type { PcmFrame } from '../../audio/frame.ts'

const FULL_SCALE = 32_767

/**
 * Writes a frame (full scale ±1) as 16-bit samples into `into`, rounded and clipped. The bytes are little-endian as
 * the PCM link and WAV want them, which is the byte order of every machine that Node.js 20 runs a board on.
 */
export function writePcm16(frame: PcmFrame, into: Int16Array): void {
  for (let index = 0; index < into.length; index++) {
    const scaled = (frame[index] ?? 0) * FULL_SCALE
    if (scaled >= FULL_SCALE) into[index] = FULL_SCALE
    else if (scaled <= -FULL_SCALE) into[index] = -FULL_SCALE
    else into[index] = scaled < 0 ? scaled - 0.5 : scaled + 0.5
  }
}

/** The samples of s16le bytes, full scale ±1; an odd byte at the end is left out. */
export function readPcm16(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Float32Array.from(
    { length: bytes.byteLength >> 1 },
    (_, index) => view.getInt16(index * 2, true) / FULL_SCALE,
  )
}
