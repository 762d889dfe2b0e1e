import { uint32Bytes, viewOf } from '../bytes.ts'
import { AUTHENTICATION_TAG_BYTES, DATAGRAM_BYTES_MAX } from '../limits.ts'
import { type Parsed, refuse } from '../media-refusal.ts'
import { parseRtcpCompound } from '../rtcp/compound.ts'
import type { RtcpPacket } from '../rtcp/rtcp-packet.ts'
import { ReplayWindow } from './replay-window.ts'
import type { SrtpKeys } from './srtp-keys.ts'
import { applyKeystream, authenticationTag, isSameTag } from './transforms.ts'

/** The first packet's header and its SSRC stay in the clear (RFC 3711 §3.4). */
const CLEAR_BYTES = 8
const SSRC_OFFSET = 4
const INDEX_BYTES = 4
const ENCRYPTED_BIT = 0x8000_0000
const SRTCP_INDEX_MAX = 0x7fff_ffff
const TRAILER_BYTES = INDEX_BYTES + AUTHENTICATION_TAG_BYTES

/** Protects what one source says of the stream. One for each SSRC, since the index may never begin anew under a key. */
export class SrtcpSender {
  readonly #keys: SrtpKeys
  #nextIndex = 0

  constructor(keys: SrtpKeys) {
    this.#keys = keys
  }

  /** @throws RangeError on bytes that are no RTCP compound, or after 2^31 packets (RFC 3711 §9.2) */
  protect(compound: Uint8Array): Uint8Array {
    const bytes = protectRtcp(this.#keys, compound, this.#nextIndex)
    this.#nextIndex += 1
    return bytes
  }
}

export interface UnprotectedRtcp {
  packets: RtcpPacket[]
  srtcpIndex: number
  /** Above every index before it: only such a packet may say where its source is to be reached. */
  isNewest: boolean
}

/** Reads what one source says. Nothing changes before a packet is authenticated. */
export class SrtcpReceiver {
  readonly #keys: SrtpKeys
  readonly #ssrc: number
  readonly #window = new ReplayWindow(0)

  constructor(keys: SrtpKeys, { ssrc }: { ssrc: number }) {
    this.#keys = keys
    this.#ssrc = ssrc
  }

  /**
   * Opens one packet (RFC 3711 §3.4). Refuses `truncated`, `oversized`, `foreignSsrc`, `notEncrypted`, `replayed`,
   * `badAuthentication`, and what `parseRtcpCompound` refuses.
   */
  unprotect(bytes: Uint8Array): Parsed<UnprotectedRtcp> {
    const head = readHead(bytes)
    if (!head.ok) return head
    const { ssrc, srtcpIndex } = head.value
    if (ssrc !== this.#ssrc) return refuse('foreignSsrc', `SSRC ${ssrc}`)
    if (!this.#window.isFresh(srtcpIndex)) return refuse('replayed', `SRTCP index ${srtcpIndex}`)
    const plain = unprotectRtcp(this.#keys, bytes)
    if (!plain.ok) return plain
    const isNewest = srtcpIndex > this.#window.highest
    this.#window.accept(srtcpIndex)
    const packets = parseRtcpCompound(plain.value)
    return packets.ok ? { ok: true, value: { packets: packets.value, srtcpIndex, isNewest } } : packets
  }
}

/** @throws RangeError on bytes that are no RTCP compound, too long with their trailer, or an index above 31 bits */
export function protectRtcp(keys: SrtpKeys, compound: Uint8Array, srtcpIndex: number): Uint8Array {
  if (compound.length < CLEAR_BYTES || compound.length + TRAILER_BYTES > DATAGRAM_BYTES_MAX) {
    throw new RangeError(`an RTCP compound of ${compound.length} bytes`)
  }
  if (srtcpIndex > SRTCP_INDEX_MAX) throw new RangeError('the SRTCP index is used up')
  const name = { ssrc: viewOf(compound).getUint32(SSRC_OFFSET), index: srtcpIndex }
  const sent = Buffer.concat([
    compound.subarray(0, CLEAR_BYTES),
    applyKeystream(keys.rtcp, name, compound.subarray(CLEAR_BYTES)),
    uint32Bytes(ENCRYPTED_BIT + srtcpIndex),
  ])
  return Buffer.concat([sent, authenticationTag(keys.rtcp, sent)])
}

function unprotectRtcp(keys: SrtpKeys, bytes: Uint8Array): Parsed<Uint8Array> {
  const tagAt = bytes.length - AUTHENTICATION_TAG_BYTES
  const sent = bytes.subarray(0, tagAt)
  if (!isSameTag(authenticationTag(keys.rtcp, sent), bytes.subarray(tagAt))) {
    return refuse('badAuthentication', 'an RTCP packet')
  }
  const indexWord = viewOf(bytes).getUint32(tagAt - INDEX_BYTES)
  // RFC 3711 §3.4 allows packets that are authenticated only; this project sends none.
  if (indexWord < ENCRYPTED_BIT) return refuse('notEncrypted', 'an RTCP packet in the clear')
  const name = { ssrc: viewOf(bytes).getUint32(SSRC_OFFSET), index: indexWord - ENCRYPTED_BIT }
  const body = applyKeystream(keys.rtcp, name, bytes.subarray(CLEAR_BYTES, tagAt - INDEX_BYTES))
  return { ok: true, value: Buffer.concat([bytes.subarray(0, CLEAR_BYTES), body]) }
}

/** Only what is needed to find the key; believed once the packet is authenticated. */
function readHead(bytes: Uint8Array): Parsed<{ ssrc: number; srtcpIndex: number }> {
  if (bytes.length > DATAGRAM_BYTES_MAX) return refuse('oversized', `${bytes.length} bytes`)
  if (bytes.length < CLEAR_BYTES + TRAILER_BYTES) return refuse('truncated', 'no room for index and tag')
  const view = viewOf(bytes)
  const indexWord = view.getUint32(bytes.length - TRAILER_BYTES)
  return { ok: true, value: { ssrc: view.getUint32(SSRC_OFFSET), srtcpIndex: indexWord % ENCRYPTED_BIT } }
}
