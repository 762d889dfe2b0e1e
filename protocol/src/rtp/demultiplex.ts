import { viewOf } from './bytes.ts'
import { isRtcpType, RTP_HEAD_BYTES } from './packet/rtp-packet.ts'
import { STUN_HEAD_BYTES, STUN_MAGIC_COOKIE } from './stun/stun-message.ts'

export type DatagramKind = 'stun' | 'rtp' | 'rtcp' | 'unknown'

/** The head of an RTCP packet and the SSRC of who sent it (RFC 3550 §6.1). */
const RTCP_BYTES_MIN = 8

/**
 * What a datagram at the shared media port is, by its first bytes alone: RFC 7983 §7 (0 to 3 STUN, 128 to 191 RTP or
 * RTCP), RFC 5761 §4 (RTP or RTCP), and STUN's magic cookie (RFC 8489 §5). Says nothing of whether it can be believed.
 */
export function demultiplex(bytes: Uint8Array): DatagramKind {
  const [first, second] = bytes
  if (first === undefined || second === undefined) return 'unknown'
  if (first <= 3) return hasMagicCookie(bytes) ? 'stun' : 'unknown'
  if (first < 128 || first > 191) return 'unknown'
  if (isRtcpType(second)) return bytes.length >= RTCP_BYTES_MIN ? 'rtcp' : 'unknown'
  return bytes.length >= RTP_HEAD_BYTES ? 'rtp' : 'unknown'
}

function hasMagicCookie(bytes: Uint8Array): boolean {
  if (bytes.length < STUN_HEAD_BYTES) return false
  return viewOf(bytes).getUint32(4) === STUN_MAGIC_COOKIE
}
