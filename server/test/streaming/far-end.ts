import { type DatagramSocket, type OpenDatagramSocket, type StreamAddress, sleep } from '@tieng-lang/protocol'
import { systemChance, systemClock, systemDatagrams } from '@tieng-lang/protocol/node'
import {
  demultiplex,
  deriveSrtpKeys,
  type MediaAnswer,
  type MediaKeys,
  mediaKeysOf,
  openMediaAnswer,
  parseStunMessage,
  type RtcpPacket,
  type RtpPacket,
  SrtcpReceiver,
  SrtcpSender,
  type SrtpKeys,
  SrtpReceiver,
  writeMediaRequest,
  writeRtcpCompound,
} from '@tieng-lang/protocol/rtp'

export interface FarEndOptions {
  sessionId: string
  clusterId: string
  mediaSecret: string
  ssrc: number
  openSocket?: OpenDatagramSocket
  lifeId?: number
}

type Said = Omit<Parameters<typeof writeRtcpCompound>[0], 'report' | 'cname'> & {
  reports?: Parameters<typeof writeRtcpCompound>[0]['report']['reports']
}

/** The far end of the media port: asks, and opens what comes with the real room of RTP; it plays nothing. */
export class FarEnd {
  readonly datagrams: Uint8Array[] = []
  readonly answers: MediaAnswer[] = []
  readonly packets: { packet: RtpPacket; packetIndex: number; at: number }[] = []
  readonly reports: RtcpPacket[] = []
  readonly refusals: string[] = []
  counter = 1
  readonly #options: FarEndOptions
  readonly #keys: MediaKeys
  #socket: DatagramSocket | undefined
  #asked = new Map<string, Uint8Array>()
  #srtp: SrtpReceiver | undefined
  #srtcp: SrtcpReceiver | undefined
  #srtcpSender: SrtcpSender | undefined
  #srtpKeys: SrtpKeys | undefined

  constructor(options: FarEndOptions) {
    const keys = mediaKeysOf(options.mediaSecret, options.sessionId)
    if (!keys.ok) throw new Error(keys.code)
    this.#options = options
    this.#keys = keys.value
  }

  async start(): Promise<void> {
    await this.#socket?.close()
    const open = this.#options.openSocket ?? systemDatagrams(systemClock)
    this.#socket = await open({ host: '127.0.0.1', port: 0, onDatagram: (bytes) => this.#take(bytes) })
  }

  get port(): number {
    return this.#socket?.port ?? 0
  }

  async stop(): Promise<void> {
    await this.#socket?.close()
    this.#socket = undefined
  }

  /** A request as an agent would send it; gives its bytes as well. */
  ask(to: StreamAddress, changes: { counter?: number; highestPacketIndex?: number } = {}): Uint8Array {
    const { sessionId, clusterId, lifeId = 7 } = this.#options
    const transactionId = systemChance.bytes(12)
    const { counter = this.counter++, highestPacketIndex } = changes
    const request = { sessionId, clusterId, transactionId, requestSentAt: 1_000, counter, lifeId }
    const bytes = writeMediaRequest({ ...request, highestPacketIndex }, this.#keys)
    this.#asked.set(Buffer.from(transactionId).toString('hex'), transactionId)
    this.sendRaw(bytes, to)
    return bytes
  }

  say(to: StreamAddress, { reports = [], ...said }: Said): Uint8Array {
    const ssrc = this.answers.at(-1)?.listenerSsrc ?? 0
    const report = { type: 'receiverReport' as const, ssrc, reports }
    if (!this.#srtpKeys) throw new Error('no key yet')
    this.#srtcpSender ??= new SrtcpSender(this.#srtpKeys)
    const bytes = this.#srtcpSender.protect(writeRtcpCompound({ report, cname: 'far end', ...said }))
    this.sendRaw(bytes, to)
    return bytes
  }

  nack(to: StreamAddress, sequenceNumbers: number[]): Uint8Array {
    const senderSsrc = this.answers.at(-1)?.listenerSsrc ?? 0
    return this.say(to, {
      nack: { type: 'nack', senderSsrc, mediaSsrc: this.#options.ssrc, sequenceNumbers },
    })
  }

  sendRaw(bytes: Uint8Array, to: StreamAddress): void {
    this.#socket?.send(bytes, to)
  }

  /** Waits on the real clock. */
  async until(isGood: () => boolean): Promise<void> {
    for (let tries = 0; tries < 400 && !isGood(); tries += 1) await sleep(systemClock, 10)
    if (!isGood()) throw new Error(`not so after 4 s: ${this.datagrams.length} datagrams, ${this.refusals}`)
  }

  #take(bytes: Uint8Array): void {
    this.datagrams.push(bytes)
    const kind = demultiplex(bytes)
    if (kind === 'stun') this.#takeAnswer(bytes)
    const opened = kind === 'rtp' ? this.#srtp?.unprotect(bytes) : undefined
    if (opened?.ok) this.packets.push({ ...opened.value, at: systemClock.now() })
    if (opened?.ok === false) this.refusals.push(opened.code)
    const report = kind === 'rtcp' ? this.#srtcp?.unprotect(bytes) : undefined
    if (report?.ok) this.reports.push(...report.value.packets)
  }

  #takeAnswer(bytes: Uint8Array): void {
    const message = parseStunMessage(bytes)
    if (!message.ok) throw new Error(message.code)
    const asked = this.#asked.get(Buffer.from(message.value.transactionId).toString('hex'))
    if (!asked) throw new Error('an answer to nothing')
    const answer = openMediaAnswer(message.value, this.#keys, asked)
    if (!answer.ok) throw new Error(answer.code)
    this.answers.push(answer.value)
    const { ssrc } = this.#options
    if (this.#srtp) return
    this.#srtpKeys = deriveSrtpKeys(answer.value.sessionKey)
    this.#srtp = new SrtpReceiver(this.#srtpKeys, { ssrc, nextPacketIndex: answer.value.nextPacketIndex })
    this.#srtcp = new SrtcpReceiver(this.#srtpKeys, { ssrc })
  }
}
