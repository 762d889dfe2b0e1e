import {
  deriveSrtpKeys,
  type Parsed,
  type RtcpPacket,
  type RtpPacket,
  type SessionKey,
  SrtcpReceiver,
  SrtcpSender,
  SrtpReceiver,
  sessionKeyBytes,
} from '@tieng-lang/protocol/rtp'

/** What the sender's answer says of the stream's protection. */
export interface StreamTerms {
  sessionKey: SessionKey
  /** Of the sender. */
  ssrc: number
  /** Under which we report. */
  listenerSsrc: number
  nextPacketIndex: number
}

/** SRTP and SRTCP of one session, under the key that was wrapped for this cluster. */
export class SecuredStream {
  #keyText = ''
  #listenerSsrc: number | null = null
  #rtp: SrtpReceiver | undefined
  #rtcpIn: SrtcpReceiver | undefined
  #rtcpOut: SrtcpSender | undefined

  /** Under which we report; null before the first answer. */
  get listenerSsrc(): number | null {
    return this.#listenerSsrc
  }

  get highestPacketIndex(): number | undefined {
    return this.#rtp?.highestPacketIndex
  }

  /** Takes what an authentic answer says. @returns whether the stream begins anew, under another key */
  accept({ sessionKey, ssrc, listenerSsrc, nextPacketIndex }: StreamTerms): boolean {
    const keyText = Buffer.from(sessionKeyBytes(sessionKey)).toString('hex')
    const isNew = keyText !== this.#keyText
    if (isNew || listenerSsrc !== this.#listenerSsrc)
      this.#rtcpOut = new SrtcpSender(deriveSrtpKeys(sessionKey))
    this.#listenerSsrc = listenerSsrc
    if (!isNew) {
      this.#rtp?.expectFrom(nextPacketIndex)
      return false
    }
    this.#keyText = keyText
    const keys = deriveSrtpKeys(sessionKey)
    this.#rtp = new SrtpReceiver(keys, { ssrc, nextPacketIndex })
    this.#rtcpIn = new SrtcpReceiver(keys, { ssrc })
    return true
  }

  openRtp(bytes: Uint8Array): Parsed<{ packet: RtpPacket; packetIndex: number }> | undefined {
    return this.#rtp?.unprotect(bytes)
  }

  openRtcp(bytes: Uint8Array): readonly RtcpPacket[] {
    const opened = this.#rtcpIn?.unprotect(bytes)
    return opened?.ok ? opened.value.packets : []
  }

  /** Undefined before the first answer. */
  protectRtcp(compound: Uint8Array): Uint8Array | undefined {
    return this.#rtcpOut?.protect(compound)
  }
}
