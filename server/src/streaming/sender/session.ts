import type { Chance, ClusterId, DatagramSocket, Id, StreamAddress } from '@tieng-lang/protocol'
import { CodedError, SECOND_MS } from '@tieng-lang/protocol'
import {
  createSessionKey,
  deriveSrtpKeys,
  OPUS_PAYLOAD_TYPE,
  opusBringsOneBefore,
  PACKET_SAMPLES,
  RTP_CLOCK_HZ,
  type SessionKey,
  SrtcpSender,
  type SrtpKeys,
  SrtpSender,
  writeRtcpCompound,
} from '@tieng-lang/protocol/rtp'
import type { StreamListener, StreamPacket, StreamReceiver, StreamSession } from '../stream.ts'
import { Listener } from './listener.ts'
import { Receiver } from './receiver.ts'
import { SessionResends } from './resend-limits.ts'
import { SentPackets } from './sent-packets.ts'

const SAMPLES_PER_MS = RTP_CLOCK_HZ / SECOND_MS
const TWO_TO_32 = 2 ** 32
/** Others' receivers of one session. */
const RECEIVERS_MAX = 20
/** RFC 7022 §4.2: a short-term name, 96 bits of chance. */
const CNAME_BYTES = 12

export interface SenderSessionOptions {
  chance: Chance
  socket: DatagramSocket
}

/** One session on air: its key, its packets, whoever hears it. It counts no time by itself. */
export class SenderSession {
  readonly sessionId: Id
  readonly ssrc: number
  readonly delayMs: number
  readonly sessionKey: SessionKey
  readonly keys: SrtpKeys
  readonly sent = new SentPackets()
  readonly resends = new SessionResends()
  readonly #chance: Chance
  readonly #socket: DatagramSocket
  readonly #rtp: SrtpSender
  readonly #rtcp: SrtcpSender
  readonly #cname: string
  /** RFC 3550 §5.1: timestamps begin anywhere. */
  readonly #firstTimestamp: number
  /** By address. */
  readonly #receivers = new Map<string, Receiver>()
  #listeners = new Map<ClusterId, Listener>()
  #last: { sample: number; capturedAt: number } | undefined
  #packetCount = 0
  #octetCount = 0
  #connectedCount = 0

  constructor({ sessionId, ssrc, delayMs }: StreamSession, { chance, socket }: SenderSessionOptions) {
    this.sessionId = sessionId
    this.ssrc = ssrc
    this.delayMs = delayMs
    this.sessionKey = createSessionKey(chance)
    this.keys = deriveSrtpKeys(this.sessionKey)
    this.#chance = chance
    this.#socket = socket
    this.#rtp = new SrtpSender(this.keys, { ssrc, payloadType: OPUS_PAYLOAD_TYPE })
    this.#rtcp = new SrtcpSender(this.keys)
    this.#cname = Buffer.from(chance.bytes(CNAME_BYTES)).toString('base64url')
    this.#firstTimestamp = randomUint32(chance)
  }

  listeners(): IterableIterator<Listener> {
    return this.#listeners.values()
  }

  find(clusterId: ClusterId): Listener | undefined {
    return this.#listeners.get(clusterId)
  }

  /** Those to whom packets go, as of the last one. */
  get connectedCount(): number {
    return this.#connectedCount
  }

  /** Something authentic and newer than all before came from there; gives whether it is another place than before. */
  latch(listener: Listener, from: StreamAddress, nowMs: number): boolean {
    if (listener.addressAt(nowMs) === undefined) this.#connectedCount += 1
    return listener.latch(from, nowMs)
  }

  /** Whoever is named stays as it is; whoever is not hears nothing more. Gives those that are gone. */
  admit(listeners: readonly StreamListener[]): Listener[] {
    const before = this.#listeners
    this.#listeners = new Map(
      listeners.map((each) => {
        const known = before.get(each.clusterId)
        const isSame = known?.mediaSecret === each.mediaSecret
        return [each.clusterId, isSame ? known : new Listener(each, this.sessionId)]
      }),
    )
    return [...before.values()].filter((listener) => this.#listeners.get(listener.clusterId) !== listener)
  }

  /**
   * Protects it once and sends it to all, at once. The first brings a report along, by which it can be placed in time. What
   * no cluster could hear any more is a packet like any other, and lost: it would only keep what comes after it waiting.
   */
  send({ sample, capturedAt, opus }: StreamPacket, { nowMs, nowAt }: { nowMs: number; nowAt: number }): void {
    const isFirst = this.#last === undefined
    const marker = isFirst || sample !== (this.#last?.sample ?? 0) + PACKET_SAMPLES
    this.#last = { sample, capturedAt }
    const packet = { payload: opus, rtpTimestamp: this.#timestampOf(sample), marker }
    const protectedPacket = this.#rtp.protect(packet)
    const heardAt = capturedAt + this.delayMs
    this.sent.add({
      ...protectedPacket,
      ...{ sentMs: nowMs, heardAt, bringsOneBefore: opusBringsOneBefore(opus) },
    })
    this.#packetCount += 1
    this.#octetCount = (this.#octetCount + opus.length) % TWO_TO_32
    if (isFirst) this.report(capturedAt, nowMs)
    if (heardAt > nowAt) this.#sendToAll(protectedPacket.bytes, nowMs)
    for (const receiver of this.#receivers.values()) receiver.send(this.#socket, packet)
  }

  /** A sender report to everybody (RFC 3550 §6.4.1); nothing before there is a packet to report of. */
  report(at: number, nowMs: number, goodbye = false): void {
    const bytes = this.#report(at, goodbye)
    if (bytes) this.#sendToAll(this.#rtcp.protect(bytes), nowMs)
    for (const receiver of this.#receivers.values()) this.#reportTo(receiver, at, goodbye)
  }

  /** To one that has just come, so that it need not wait for the next. */
  reportTo(address: StreamAddress, at: number): void {
    const bytes = this.#report(at, false)
    if (bytes) this.#socket.send(this.#rtcp.protect(bytes), address)
  }

  /** In place of what was sent to this address before. @throws CodedError `limitExceeded` */
  addReceiver(address: StreamAddress): StreamReceiver {
    const place = `${address.host}:${address.port}`
    if (!this.#receivers.has(place) && this.#receivers.size >= RECEIVERS_MAX)
      throw new CodedError('limitExceeded', `${RECEIVERS_MAX} receivers of others hear this session`)
    const ssrc = randomUint32(this.#chance)
    const receiver = new Receiver(address, { chance: this.#chance, ssrc, cname: this.#cname })
    this.#receivers.set(place, receiver)
    return receiver.told
  }

  #sendToAll(bytes: Uint8Array, nowMs: number): void {
    let count = 0
    for (const listener of this.#listeners.values()) {
      const address = listener.addressAt(nowMs)
      if (!address) continue
      count += 1
      this.#socket.send(bytes, address)
    }
    this.#connectedCount = count
  }

  #reportTo(receiver: Receiver, at: number, goodbye: boolean): void {
    const { ssrc } = receiver.told
    const bytes = this.#report(at, goodbye, { ...receiver, ssrc })
    if (bytes) receiver.sendRtcp(this.#socket, bytes)
  }

  #report(
    at: number,
    isGoodbye: boolean,
    of = { ssrc: this.ssrc, packetCount: this.#packetCount, octetCount: this.#octetCount },
  ): Uint8Array | undefined {
    if (!this.#last) return undefined
    const { ssrc, packetCount, octetCount } = of
    // The two instants of a report are the same: at a whole sample.
    const sample = this.#last.sample + Math.floor((at - this.#last.capturedAt) * SAMPLES_PER_MS)
    const sentAt = this.#last.capturedAt + (sample - this.#last.sample) / SAMPLES_PER_MS
    const rtpTimestamp = this.#timestampOf(sample)
    return writeRtcpCompound({
      report: { type: 'senderReport', ssrc, sentAt, rtpTimestamp, packetCount, octetCount, reports: [] },
      cname: this.#cname,
      ...(isGoodbye && { goodbye: { type: 'goodbye', ssrcs: [ssrc], reason: undefined } }),
    })
  }

  #timestampOf(sample: number): number {
    return (((this.#firstTimestamp + sample) % TWO_TO_32) + TWO_TO_32) % TWO_TO_32
  }
}

export function randomUint32(chance: Chance): number {
  const bytes = chance.bytes(4)
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)
}
