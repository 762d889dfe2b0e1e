import type {
  Cancellable,
  Chance,
  Clock,
  DatagramSocket,
  OpenDatagramSocket,
  StreamAddress,
} from '@tieng-lang/protocol'
import {
  createSessionKey,
  demultiplex,
  deriveSrtpKeys,
  type ListeningQuality,
  mediaKeysOf,
  mediaListenerOf,
  OPUS_PAYLOAD_TYPE,
  openMediaRequest,
  parseStunMessage,
  SrtcpReceiver,
  SrtcpSender,
  SrtpSender,
  sequenceNumberOf,
  writeMediaAnswer,
  writeRtcpCompound,
} from '@tieng-lang/protocol/rtp'

export interface TestSenderOptions {
  clock: Clock
  chance: Chance
  datagrams: OpenDatagramSocket
  ssrc: number
  /** By cluster id, base64url. */
  secrets: ReadonlyMap<string, string>
  nextPacketIndex?: number
}

interface Listener {
  ssrc: number
  address: StreamAddress
  rtcp: SrtcpReceiver
}

/** Anywhere, and soon around the corner. */
const FIRST_TIMESTAMP = 2 ** 32 - 40_000

/** The sender as the wire sees it: real packets of the RTP room, without limits and without worries. */
export class TestSender {
  readonly #options: TestSenderOptions
  readonly #sessionKey
  readonly #keys
  readonly #rtp: SrtpSender
  readonly #rtcp: SrtcpSender
  readonly #listeners = new Map<string, Listener>()
  readonly #sent = new Map<number, Uint8Array>()
  readonly #timers = new Set<Cancellable>()
  #socket: DatagramSocket | undefined
  /** Asked for again. */
  readonly nacked: number[] = []
  readonly requests: { clusterId: string; atMs: number }[] = []
  readonly qualities: { clusterId: string; quality: ListeningQuality }[] = []
  readonly goodbyes: string[] = []

  constructor(options: TestSenderOptions) {
    const { chance, ssrc, nextPacketIndex = 0 } = options
    this.#options = options
    this.#sessionKey = createSessionKey(chance)
    this.#keys = deriveSrtpKeys(this.#sessionKey)
    this.#rtp = new SrtpSender(this.#keys, { ssrc, payloadType: OPUS_PAYLOAD_TYPE, nextPacketIndex })
    this.#rtcp = new SrtcpSender(this.#keys)
  }

  get port(): number {
    return this.#socket?.port ?? 0
  }

  async start(): Promise<void> {
    this.#socket = await this.#options.datagrams({
      ...{ host: '127.0.0.1', port: 0 },
      onDatagram: (bytes, from, arrivedMs) => this.#take(bytes, from, arrivedMs),
    })
  }

  /** Says it from now on, packet by packet, each as soon as its last sample was captured; gives when the first was. */
  speak(packets: readonly Uint8Array[], { firstSample = 0 } = {}): number {
    const { clock } = this.#options
    const startAt = clock.now()
    for (const [number, payload] of packets.entries()) {
      const sample = firstSample + number * 960
      this.#later((number + 1) * 20, () => {
        if (number % 50 === 0) this.#report(sample, startAt + number * 20)
        this.#send(payload, sample)
      })
    }
    return startAt
  }

  /** Bytes of anybody, to everybody who listens. */
  inject(bytes: Uint8Array): void {
    for (const { address } of this.#listeners.values()) this.#socket?.send(bytes, address)
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) timer.cancel()
    await this.#socket?.close()
  }

  #later(delayMs: number, run: () => void): void {
    const timer = this.#options.clock.after(delayMs, () => {
      this.#timers.delete(timer)
      run()
    })
    this.#timers.add(timer)
  }

  #send(payload: Uint8Array, sample: number): void {
    const rtpTimestamp = (FIRST_TIMESTAMP + sample) % 2 ** 32
    const { packetIndex, bytes } = this.#rtp.protect({ payload, rtpTimestamp, marker: false })
    this.#sent.set(sequenceNumberOf(packetIndex), bytes)
    this.inject(bytes)
  }

  #report(sample: number, capturedAt: number): void {
    const { ssrc } = this.#options
    const rtpTimestamp = (FIRST_TIMESTAMP + sample) % 2 ** 32
    const counts = { packetCount: 0, octetCount: 0 }
    const report = {
      type: 'senderReport' as const,
      ssrc,
      sentAt: capturedAt,
      rtpTimestamp,
      reports: [],
      ...counts,
    }
    this.inject(this.#rtcp.protect(writeRtcpCompound({ report, cname: 'thu' })))
  }

  #take(bytes: Uint8Array, from: StreamAddress, arrivedMs: number): void {
    const kind = demultiplex(bytes)
    if (kind === 'stun') this.#answer(bytes, from, arrivedMs)
    if (kind !== 'rtcp') return
    for (const [clusterId, { rtcp, address }] of this.#listeners) {
      const opened = rtcp.unprotect(bytes)
      if (!opened.ok) continue
      for (const packet of opened.value.packets) {
        if (packet.type === 'listeningQuality') this.qualities.push({ clusterId, quality: packet })
        if (packet.type === 'goodbye') this.goodbyes.push(clusterId)
        if (packet.type !== 'nack') continue
        this.nacked.push(...packet.sequenceNumbers)
        for (const number of packet.sequenceNumbers) {
          const again = this.#sent.get(number)
          if (again) this.#socket?.send(again, address)
        }
      }
    }
  }

  /** Its NAT has forgotten it: what it missed meanwhile is sent again. */
  #catchUp(to: StreamAddress, highestPacketIndex = this.#rtp.nextPacketIndex): void {
    for (let index = highestPacketIndex + 1; index < this.#rtp.nextPacketIndex; index++) {
      const again = this.#sent.get(sequenceNumberOf(index))
      if (again) this.#socket?.send(again, to)
    }
  }

  #answer(bytes: Uint8Array, from: StreamAddress, arrivedMs: number): void {
    const { clock, secrets } = this.#options
    const message = parseStunMessage(bytes)
    const named = message.ok ? mediaListenerOf(message.value) : message
    const { sessionId = '', clusterId = '' } = named.ok ? named.value : {}
    const keys = mediaKeysOf(secrets.get(clusterId) ?? '', sessionId)
    if (!message.ok || !keys.ok) return
    const request = openMediaRequest(message.value, keys.value)
    if (!request.ok) return
    const zeroAt = clock.now() - clock.monotonicMs()
    this.requests.push({ clusterId, atMs: arrivedMs })
    const known = this.#listeners.get(clusterId)
    const ssrc = known?.ssrc ?? 1_000 + this.#listeners.size
    const rtcp = known?.rtcp ?? new SrtcpReceiver(this.#keys, { ssrc })
    this.#listeners.set(clusterId, { ssrc, rtcp, address: from })
    const hasMoved = known && known.address.port !== from.port
    if (hasMoved) this.#catchUp(from, request.value.highestPacketIndex)
    const answer = writeMediaAnswer(
      {
        transactionId: request.value.transactionId,
        mappedAddress: { address: from.host, port: from.port },
        requestSentAt: request.value.requestSentAt,
        requestReceivedAt: zeroAt + arrivedMs,
        answerSentAt: zeroAt + clock.monotonicMs(),
        sessionKey: this.#sessionKey,
        listenerSsrc: ssrc,
        nextPacketIndex: this.#rtp.nextPacketIndex,
        reportIntervalMs: 5_000,
        otherSender: undefined,
      },
      keys.value,
    )
    this.#socket?.send(answer, from)
  }
}
