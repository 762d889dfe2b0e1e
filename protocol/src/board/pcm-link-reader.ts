import { keysOf } from '../keys-of.ts'
import {
  PCM_LINK_HEAD_BYTES,
  PCM_LINK_MARKER,
  PCM_LINK_PAYLOAD_BYTES_MAX,
  PCM_LINK_REFUSALS,
  PCM_LINK_TYPE_NUMBERS,
  PcmLinkError,
  type PcmLinkMessage,
  type PcmLinkMessageType,
} from './pcm-link.ts'

const TWO_TO_32 = 0x1_0000_0000
const TYPES_BY_NUMBER = new Map<number, PcmLinkMessageType>(
  keysOf(PCM_LINK_TYPE_NUMBERS).map((type) => [PCM_LINK_TYPE_NUMBERS[type], type]),
)

/**
 * Cuts the bytes of one PCM link into messages, however the network cut them. Holds at most one unfinished message,
 * so at most `PCM_LINK_HEAD_BYTES + PCM_LINK_PAYLOAD_BYTES_MAX` bytes.
 */
export class PcmLinkReader {
  #unfinished: Uint8Array = new Uint8Array(0)

  /**
   * Takes the next bytes and hands each message they complete to `take`, in order. Samples are views of `bytes`:
   * copy them to keep them.
   * @throws PcmLinkError on bytes that are no message; nothing more can be read from this link then.
   */
  push(bytes: Uint8Array, take: (message: PcmLinkMessage) => void): void {
    const data = this.#unfinished.byteLength === 0 ? bytes : joined(this.#unfinished, bytes)
    this.#unfinished = new Uint8Array(0)
    let offset = 0
    while (data.byteLength - offset >= PCM_LINK_HEAD_BYTES) {
      const { type, payloadBytes } = parseHead(data, offset)
      const end = offset + PCM_LINK_HEAD_BYTES + payloadBytes
      if (end > data.byteLength) break
      take(parsePcmLinkPayload(type, data.subarray(offset + PCM_LINK_HEAD_BYTES, end)))
      offset = end
    }
    // A copy (Buffer.slice would be none), since the caller may use its buffer again.
    if (offset < data.byteLength) this.#unfinished = new Uint8Array(data.subarray(offset))
  }
}

function parseHead(data: Uint8Array, offset: number): { type: PcmLinkMessageType; payloadBytes: number } {
  const view = new DataView(data.buffer, data.byteOffset + offset, PCM_LINK_HEAD_BYTES)
  if (view.getUint8(0) !== PCM_LINK_MARKER) throw new PcmLinkError('badMarker', `byte ${view.getUint8(0)}`)
  const type = TYPES_BY_NUMBER.get(view.getUint8(1))
  if (type === undefined) throw new PcmLinkError('unknownType', `type ${view.getUint8(1)}`)
  const payloadBytes = view.getUint16(2)
  if (payloadBytes > PCM_LINK_PAYLOAD_BYTES_MAX)
    throw new PcmLinkError('oversizedPayload', `${payloadBytes} bytes`)
  return { type, payloadBytes }
}

/**
 * The message of a payload. Layouts: `pcm-link.ts`.
 * @throws PcmLinkError `badPayload` when length or content does not fit the type.
 */
function parsePcmLinkPayload(type: PcmLinkMessageType, payload: Uint8Array): PcmLinkMessage {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength)
  switch (type) {
    case 'cardHello':
      expectLength(type, payload, 12)
      return {
        type,
        version: view.getUint8(0),
        reportsDelay: (view.getUint8(1) & 1) !== 0,
        sampleRateHz: view.getUint32(4),
        bufferSamples: view.getUint32(8),
      }
    case 'agentHello':
    case 'captureHello':
      expectLength(type, payload, 8)
      return { type, version: view.getUint8(0), sampleRateHz: view.getUint32(4) }
    case 'pcm':
      if (payload.byteLength < 4 || payload.byteLength % 2 !== 0) {
        throw new PcmLinkError('badPayload', `pcm of ${payload.byteLength} bytes`)
      }
      return { type, sequence: view.getUint32(0), samples: payload.subarray(4) }
    case 'flush':
    case 'idle':
      expectLength(type, payload, 0)
      return { type }
    case 'delayReport':
      expectLength(type, payload, 24)
      return {
        type,
        positionSamples: count64(view, 0),
        consumedSamples: count64(view, 8),
        queuedSamples: view.getUint32(16),
        underruns: view.getUint32(20),
      }
    case 'credit':
      expectLength(type, payload, 8)
      return { type, grantedSamples: count64(view, 0) }
    case 'refusal':
      expectLength(type, payload, 1)
      return { type, reason: refusalOf(view.getUint8(0)) }
  }
}

function expectLength(type: PcmLinkMessageType, payload: Uint8Array, bytes: number): void {
  if (payload.byteLength !== bytes) {
    throw new PcmLinkError('badPayload', `${type} of ${payload.byteLength} bytes`)
  }
}

function count64(view: DataView, offset: number): number {
  const value = view.getUint32(offset) * TWO_TO_32 + view.getUint32(offset + 4)
  if (!Number.isSafeInteger(value)) throw new PcmLinkError('badPayload', 'a sample count past 2^53')
  return value
}

function refusalOf(index: number): (typeof PCM_LINK_REFUSALS)[number] {
  const reason = PCM_LINK_REFUSALS[index]
  if (reason === undefined) throw new PcmLinkError('badPayload', `refusal ${index}`)
  return reason
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const all = new Uint8Array(first.byteLength + second.byteLength)
  all.set(first)
  all.set(second, first.byteLength)
  return all
}
