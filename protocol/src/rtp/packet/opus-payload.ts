import { OPUS_FRAME_BYTES_MAX, OPUS_PACKET_SAMPLES_MAX } from '../limits.ts'
import { type Parsed, type RefusedMedia, refuse } from '../media-refusal.ts'

/** What the framing of one Opus packet says, without decoding it. */
export interface OpusPayload {
  frames: number
  /** All frames together, at 48 kHz. */
  samples: number
  isStereo: boolean
}

const SILK_FRAME_SAMPLES = [480, 960, 1920, 2880]
const HYBRID_FRAME_SAMPLES = [480, 960]
const CELT_FRAME_SAMPLES = [120, 240, 480, 960]

/**
 * Checks the framing of one Opus packet by the rules R1 to R7 of RFC 6716 §3.4, so that nothing a decoder would refuse is
 * sent to a thousand loudspeakers.
 *
 *      0 1 2 3 4 5 6 7                 frames: 0 = one, 1 = two alike, 2 = two, 3 = as the next byte says
 *     +-+-+-+-+-+-+-+-+  +-+-+-+-+-+-+-+-+
 *     | config  |s| c |  |v|p|     M     |   (RFC 6716 §3.1, §3.2.5)
 *
 * Refuses `badOpus`.
 */
export function parseOpusPayload(payload: Uint8Array): Parsed<OpusPayload> {
  const toc = payload[0]
  if (toc === undefined) return refuse('badOpus', 'R1: empty')
  const framing = framesOf(payload, toc & 3)
  if (typeof framing !== 'number') return framing
  const samples = framing * frameSamples(toc >> 3)
  if (samples > OPUS_PACKET_SAMPLES_MAX) return refuse('badOpus', 'R5: longer than 120 ms')
  return { ok: true, value: { frames: framing, samples, isStereo: (toc & 4) !== 0 } }
}

/** RFC 6716 §3.1, table 2. */
function frameSamples(config: number): number {
  if (config < 12) return SILK_FRAME_SAMPLES[config & 3] ?? 0
  if (config < 16) return HYBRID_FRAME_SAMPLES[config & 1] ?? 0
  return CELT_FRAME_SAMPLES[config & 3] ?? 0
}

function framesOf(payload: Uint8Array, code: number): number | RefusedMedia {
  const rest = payload.length - 1
  if (code === 0) return rest > OPUS_FRAME_BYTES_MAX ? refuse('badOpus', 'R2: frame too long') : 1
  if (code === 1) {
    if (rest % 2 !== 0) return refuse('badOpus', 'R3: two frames of unequal length')
    return rest / 2 > OPUS_FRAME_BYTES_MAX ? refuse('badOpus', 'R2: frame too long') : 2
  }
  if (code === 2) {
    const first = frameLength(payload, 1)
    if (!first || first.end + first.bytes > payload.length) return refuse('badOpus', 'R4: first frame')
    const secondBytes = payload.length - first.end - first.bytes
    return secondBytes > OPUS_FRAME_BYTES_MAX ? refuse('badOpus', 'R2: frame too long') : 2
  }
  return countedFrames(payload)
}

/** Code 3 (RFC 6716 §3.2.5): the number of frames, then padding lengths, then the lengths of the frames. */
function countedFrames(payload: Uint8Array): number | RefusedMedia {
  const countByte = payload[1]
  if (countByte === undefined) return refuse('badOpus', 'R6: no frame count')
  const frames = countByte & 0x3f
  if (frames === 0) return refuse('badOpus', 'R5: no frame')
  const padding = (countByte & 0x40) !== 0 ? paddingOf(payload) : { end: 2, bytes: 0 }
  if (!padding) return refuse('badOpus', 'R6: padding is cut off')
  const dataEnd = payload.length - padding.bytes
  return (countByte & 0x80) === 0
    ? alikeFrames(frames, dataEnd - padding.end)
    : variedFrames(payload, { frames, offset: padding.end, dataEnd })
}

function alikeFrames(frames: number, dataBytes: number): number | RefusedMedia {
  if (dataBytes < 0 || dataBytes % frames !== 0) return refuse('badOpus', 'R6: frames of unequal length')
  return dataBytes / frames > OPUS_FRAME_BYTES_MAX ? refuse('badOpus', 'R2: frame too long') : frames
}

function variedFrames(
  payload: Uint8Array,
  { frames, offset, dataEnd }: { frames: number; offset: number; dataEnd: number },
): number | RefusedMedia {
  let lengthsEnd = offset
  let framesBytes = 0
  for (let frame = 0; frame < frames - 1; frame += 1) {
    const length = frameLength(payload, lengthsEnd)
    if (!length) return refuse('badOpus', 'R7: lengths are cut off')
    lengthsEnd = length.end
    framesBytes += length.bytes
  }
  const lastBytes = dataEnd - lengthsEnd - framesBytes
  if (lastBytes < 0) return refuse('badOpus', 'R7: frames are longer than the packet')
  return lastBytes > OPUS_FRAME_BYTES_MAX ? refuse('badOpus', 'R2: frame too long') : frames
}

/** RFC 6716 §3.2.1: one byte up to 251, else two; at most 1,275. */
function frameLength(payload: Uint8Array, offset: number): { bytes: number; end: number } | undefined {
  const first = payload[offset]
  if (first === undefined) return undefined
  if (first < 252) return { bytes: first, end: offset + 1 }
  const second = payload[offset + 1]
  return second === undefined ? undefined : { bytes: second * 4 + first, end: offset + 2 }
}

/** A byte of 255 stands for 254 bytes of padding and says that another length byte follows. */
function paddingOf(payload: Uint8Array): { bytes: number; end: number } | undefined {
  let bytes = 0
  for (let offset = 2; offset < payload.length; offset += 1) {
    const value = payload[offset] ?? 0
    bytes += value === 255 ? 254 : value
    if (value !== 255) return { bytes, end: offset + 1 }
  }
  return undefined
}
