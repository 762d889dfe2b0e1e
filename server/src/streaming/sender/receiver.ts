import type { Chance, DatagramSocket, StreamAddress } from '@tieng-lang/protocol'
import {
  createSessionKey,
  deriveSrtpKeys,
  OPUS_PAYLOAD_TYPE,
  type RtpPacket,
  SrtcpSender,
  SrtpSender,
} from '@tieng-lang/protocol/rtp'
import type { StreamReceiver } from '../stream.ts'

/** RTCP goes to the port above, for receivers that know of no shared one (RFC 3550 §11). */
const rtcpAddressOf = ({ host, port }: StreamAddress): StreamAddress => ({ host, port: port + 1 })

/** Somebody else's receiver: a stream of its own, under a key and an SSRC of its own, from packet 0 on. */
export class Receiver {
  readonly told: StreamReceiver
  readonly #address: StreamAddress
  readonly #rtp: SrtpSender
  readonly #rtcp: SrtcpSender
  packetCount = 0
  octetCount = 0

  constructor(
    address: StreamAddress,
    { chance, ssrc, cname }: { chance: Chance; ssrc: number; cname: string },
  ) {
    const sessionKey = createSessionKey(chance)
    const keys = deriveSrtpKeys(sessionKey)
    this.told = { ssrc, cname, sessionKey }
    this.#address = address
    this.#rtp = new SrtpSender(keys, { ssrc, payloadType: OPUS_PAYLOAD_TYPE })
    this.#rtcp = new SrtcpSender(keys)
  }

  send(socket: DatagramSocket, packet: Pick<RtpPacket, 'payload' | 'rtpTimestamp' | 'marker'>): void {
    this.packetCount += 1
    this.octetCount += packet.payload.length
    socket.send(this.#rtp.protect(packet).bytes, this.#address)
  }

  sendRtcp(socket: DatagramSocket, compound: Uint8Array): void {
    socket.send(this.#rtcp.protect(compound), rtcpAddressOf(this.#address))
  }
}
