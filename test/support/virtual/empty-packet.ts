/** RFC 6716 §3.1: 20 ms of wideband SILK, one frame, mono, with nothing in it. */
export const EMPTY_PACKET = Uint8Array.of(9 << 3, 0)
