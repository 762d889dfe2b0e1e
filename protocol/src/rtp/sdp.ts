import { isIP } from 'node:net'
import { OPUS_PAYLOAD_TYPE, PACKET_MS, RTP_CLOCK_HZ } from './limits.ts'
import { type SessionKey, sessionKeyBytes } from './srtp/session-key.ts'
import type { TransportAddress } from './stun/transport-address.ts'

/** A session as somebody else's receiver is told of it: a stream, a key and an SSRC of its own. */
export interface SessionDescription {
  /** Digits: the numeric session id of `o=`, unchanged while the session lasts (RFC 8866 §5.2). */
  sdpSessionId: number
  /** For people; line breaks are taken out. */
  name: string
  /** Where the receiver listens. RTCP goes to the next port, for receivers that know of no shared one. */
  destination: TransportAddress
  /** IP address of the sender. */
  senderAddress: string
  ssrc: number
  cname: string
  sessionKey: SessionKey
}

/**
 * The SDP (RFC 8866) of an SRTP session with its key (RFC 4568) and Opus (RFC 7587 §7), as ffmpeg and GStreamer read it.
 * Whoever has this text can listen: it is given to those with the right only, over TLS.
 * @throws RangeError on what is no IP address or no port
 */
export function writeSdp(session: SessionDescription): string {
  const { sdpSessionId, destination, senderAddress, ssrc } = session
  const key = Buffer.from(sessionKeyBytes(session.sessionKey)).toString('base64')
  const { port } = destination
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new RangeError(`port ${port}`)
  const lines = [
    'v=0',
    `o=- ${sdpSessionId} 1 ${networkOf(senderAddress)}`,
    `s=${oneLine(session.name)}`,
    `c=${networkOf(destination.address)}`,
    't=0 0',
    `m=audio ${port} RTP/SAVP ${OPUS_PAYLOAD_TYPE}`,
    // RFC 7587 §7: always 48000/2, whatever is inside.
    `a=rtpmap:${OPUS_PAYLOAD_TYPE} opus/${RTP_CLOCK_HZ}/2`,
    `a=fmtp:${OPUS_PAYLOAD_TYPE} useinbandfec=1; stereo=0; sprop-stereo=0`,
    `a=ptime:${PACKET_MS}`,
    'a=sendonly',
    `a=ssrc:${ssrc} cname:${oneLine(session.cname)}`,
    `a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${key}`,
  ]
  return `${lines.join('\r\n')}\r\n`
}

function networkOf(address: string): string {
  const version = isIP(address)
  if (version === 0) throw new RangeError(`${address} is no IP address`)
  return `IN IP${version} ${address}`
}

/** A line break would begin another line of the description. */
function oneLine(text: string): string {
  const line = text.replace(/[\0\r\n]+/g, ' ').trim()
  return line || '-'
}
