import { uint32Bytes, viewOf } from '../bytes.ts'
import { AUTHENTICATION_TAG_BYTES, DATAGRAM_BYTES_MAX } from '../limits.ts'
import { type Parsed, refuse } from '../media-refusal.ts'
import {
  assertPacketIndex,
  estimatePacketIndex,
  rolloverCounterOf,
  sequenceNumberOf,
} from '../packet/packet-index.ts'
import {
  parseRtpPacket,
  RTP_HEAD_BYTES,
  type RtpPacket,
  rtpHeadBytes,
  writeRtpPacket,
} from '../packet/rtp-packet.ts'
import { ReplayWindow } from './replay-window.ts'
import type { SrtpKeys } from './srtp-keys.ts'
import { applyKeystream, authenticationTag, isSameTag } from './transforms.ts'

const SEQUENCE_NUMBER_OFFSET = 2
const SSRC_OFFSET = 8

/** One packet as it goes to everybody, and goes again to whoever missed it. */
export interface ProtectedPacket {
  packetIndex: number
  bytes: Uint8Array
}

/** Protects one stream. Every index is used once, since two packets under one keystream would reveal each other. */
export class SrtpSender {
  readonly #keys: SrtpKeys
  readonly #stream: { ssrc: number; payloadType: number }
  #nextPacketIndex: number

  constructor(keys: SrtpKeys, stream: { ssrc: number; payloadType: number; nextPacketIndex?: number }) {
    this.#keys = keys
    this.#stream = stream
    this.#nextPacketIndex = stream.nextPacketIndex ?? 0
  }

  get nextPacketIndex(): number {
    return this.#nextPacketIndex
  }

  /** The next packet of the stream, protected once. @throws RangeError on a payload that no datagram holds */
  protect(packet: Pick<RtpPacket, 'payload' | 'rtpTimestamp' | 'marker'>): ProtectedPacket {
    const packetIndex = this.#nextPacketIndex
    const sequenceNumber = sequenceNumberOf(packetIndex)
    const { ssrc, payloadType } = this.#stream
    const plain = writeRtpPacket({ ...packet, ssrc, payloadType, sequenceNumber })
    const bytes = protectRtp(this.#keys, plain, packetIndex)
    this.#nextPacketIndex = packetIndex + 1
    return { packetIndex, bytes }
  }
}

/** Reads one stream, from whichever packet a late joiner was told of. Nothing changes before a packet is authenticated. */
export class SrtpReceiver {
  readonly #keys: SrtpKeys
  readonly #ssrc: number
  readonly #window: ReplayWindow
  #highestPacketIndex: number | undefined

  /** `nextPacketIndex` is what the sender said to be next: it carries the rollover (RFC 3711 §3.3.1). */
  constructor(keys: SrtpKeys, { ssrc, nextPacketIndex }: { ssrc: number; nextPacketIndex: number }) {
    assertPacketIndex(nextPacketIndex)
    this.#keys = keys
    this.#ssrc = ssrc
    this.#window = new ReplayWindow(nextPacketIndex)
  }

  /** The highest that was received, undefined where nothing was yet. */
  get highestPacketIndex(): number | undefined {
    return this.#highestPacketIndex
  }

  /** What a later authenticated answer says: needed after an outage in which the sequence number half went round. */
  expectFrom(nextPacketIndex: number): void {
    assertPacketIndex(nextPacketIndex)
    this.#window.moveTo(nextPacketIndex - 1)
  }

  /**
   * Opens one packet (RFC 3711 §3.3). Refuses `truncated`, `oversized`, `wrongVersion`, `wrongKind`, `foreignSsrc`,
   * `replayed`, `badAuthentication`, `badPadding`.
   */
  unprotect(bytes: Uint8Array): Parsed<{ packet: RtpPacket; packetIndex: number }> {
    const head = readHead(bytes)
    if (!head.ok) return head
    const { sequenceNumber, ssrc } = head.value
    if (ssrc !== this.#ssrc) return refuse('foreignSsrc', `SSRC ${ssrc}`)
    const packetIndex = estimatePacketIndex(sequenceNumber, Math.max(0, this.#window.highest))
    if (!this.#window.isFresh(packetIndex)) return refuse('replayed', `packet ${packetIndex}`)
    const plain = unprotectRtp(this.#keys, bytes, packetIndex)
    if (!plain.ok) return plain
    this.#window.accept(packetIndex)
    this.#highestPacketIndex = Math.max(this.#highestPacketIndex ?? 0, packetIndex)
    const packet = parseRtpPacket(plain.value)
    return packet.ok ? { ok: true, value: { packet: packet.value, packetIndex } } : packet
  }
}

/**
 * Header in the clear, payload encrypted, then the tag over both and the rollover counter (RFC 3711 §3.1, §4.2).
 * @throws RangeError on bytes that are no RTP packet, or too long with their tag
 */
export function protectRtp(keys: SrtpKeys, plain: Uint8Array, packetIndex: number): Uint8Array {
  assertPacketIndex(packetIndex)
  const head = rtpHeadBytes(plain)
  if (!head.ok) throw new RangeError(head.detail)
  if (plain.length + AUTHENTICATION_TAG_BYTES > DATAGRAM_BYTES_MAX)
    throw new RangeError(`${plain.length} bytes`)
  const name = { ssrc: ssrcOf(plain), index: packetIndex }
  const sent = Buffer.concat([
    plain.subarray(0, head.value),
    applyKeystream(keys.rtp, name, plain.subarray(head.value)),
  ])
  return Buffer.concat([sent, authenticationTag(keys.rtp, sent, uint32Bytes(rolloverCounterOf(packetIndex)))])
}

/** The RTP packet under a known index. Refuses `badAuthentication` before it looks at anything else. */
export function unprotectRtp(keys: SrtpKeys, bytes: Uint8Array, packetIndex: number): Parsed<Uint8Array> {
  const tagAt = Math.max(0, bytes.length - AUTHENTICATION_TAG_BYTES)
  const sent = bytes.subarray(0, tagAt)
  const expected = authenticationTag(keys.rtp, sent, uint32Bytes(rolloverCounterOf(packetIndex)))
  if (!isSameTag(expected, bytes.subarray(tagAt))) return refuse('badAuthentication', `packet ${packetIndex}`)
  const head = rtpHeadBytes(sent)
  if (!head.ok) return head
  const name = { ssrc: ssrcOf(sent), index: packetIndex }
  const payload = applyKeystream(keys.rtp, name, sent.subarray(head.value))
  return { ok: true, value: Buffer.concat([sent.subarray(0, head.value), payload]) }
}

/** Only what is needed to find the key and the index; believed once the packet is authenticated. */
function readHead(bytes: Uint8Array): Parsed<{ sequenceNumber: number; ssrc: number }> {
  if (bytes.length > DATAGRAM_BYTES_MAX) return refuse('oversized', `${bytes.length} bytes`)
  if (bytes.length < RTP_HEAD_BYTES + AUTHENTICATION_TAG_BYTES)
    return refuse('truncated', 'no room for a tag')
  const view = viewOf(bytes)
  return {
    ok: true,
    value: { sequenceNumber: view.getUint16(SEQUENCE_NUMBER_OFFSET), ssrc: view.getUint32(SSRC_OFFSET) },
  }
}

function ssrcOf(bytes: Uint8Array): number {
  return viewOf(bytes).getUint32(SSRC_OFFSET)
}
