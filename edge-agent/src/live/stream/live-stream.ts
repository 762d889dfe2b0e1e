import type { RtcpPacket, RtpPacket } from '@tieng-lang/protocol/rtp'
import { opusBringsOneBefore, PACKET_SAMPLES, parseOpusPayload } from '@tieng-lang/protocol/rtp'
import type { DecoderPool } from '../../audio/sounds/opus-decoder.ts'
import { SAMPLES_PER_MS } from '../../audio/sounds/sound.ts'
import { MissingPackets } from '../buffer/missing-packets.ts'
import { PacketBuffer } from '../buffer/packet-buffer.ts'
import { noQualityCounts } from '../buffer/quality.ts'
import { CaptureLine } from '../clock/capture-line.ts'
import { unwrap32 } from '../clock/unwrap.ts'
import { DecodedSamples } from '../playout/decoded-samples.ts'
import { Reception } from './reception.ts'

/** What has come of one stream: packets that wait, what is missing, and when each sample was captured. */
export class LiveStream {
  readonly counts = noQualityCounts()
  readonly packets = new PacketBuffer()
  readonly missing = new MissingPackets()
  readonly line = new CaptureLine()
  readonly decoded: DecodedSamples
  reception = new Reception()
  /** The newest packet, as index and capture sample; null before the first. */
  #newest: { index: number; sample: number } | null = null
  /** RTP timestamps are unwrapped near this one. */
  #nearSample: number | null = null

  constructor(decoders: Pick<DecoderPool, 'take' | 'release'>) {
    this.decoded = new DecodedSamples(this.packets, decoders, this.counts)
  }

  get newestIndex(): number | undefined {
    return this.#newest?.index
  }

  /** An authentic packet that was not here before. */
  takeRtp({ payload, rtpTimestamp }: RtpPacket, index: number, arrivedMs: number): void {
    const opus = parseOpusPayload(payload)
    this.counts.packets += 1
    this.reception.received(index, rtpTimestamp, arrivedMs)
    this.missing.received(index, arrivedMs)
    if (!opus.ok) {
      this.counts.refusedPackets += 1
      return
    }
    const sample = this.#unwrap(rtpTimestamp)
    if (this.#isLeapBack(index, sample)) this.#beginSourceAnew()
    const inserted = this.packets.insert({ index, sample, sampleCount: opus.value.samples, payload })
    if (inserted === 'late') this.counts.latePackets += 1
    if (index > (this.#newest?.index ?? -1)) this.#newest = { index, sample }
  }

  /** Authentic RTCP of the sender. */
  takeRtcp(packet: RtcpPacket, arrivedMs: number): void {
    if (packet.type !== 'senderReport') return
    const { sentAt, rtpTimestamp } = packet
    this.line.note({ serverAt: sentAt, sample: this.#unwrap(rtpTimestamp) })
    this.reception.senderReported(sentAt, arrivedMs)
  }

  /** The capture sample at which a packet would begin, by its index; undefined before the first. */
  sampleOf(index: number): number | undefined {
    return this.#newest ? this.#newest.sample - (this.#newest.index - index) * PACKET_SAMPLES : undefined
  }

  /** Whether the packet after this one is here and brings it along (in-band FEC). */
  isRestorable(index: number): boolean {
    const next = this.packets.firstFrom(this.sampleOf(index + 1) ?? Number.POSITIVE_INFINITY)
    return next?.index === index + 1 && opusBringsOneBefore(next.payload)
  }

  /** How much of the sound lies ready behind what was decoded, in ms. */
  bufferMs(): number {
    const { newestEnd } = this.packets
    return Number.isFinite(newestEnd) && Number.isFinite(this.decoded.end)
      ? Math.max(0, newestEnd - this.decoded.end) / SAMPLES_PER_MS
      : 0
  }

  /** Another key: another stream, whose numbers and timestamps say nothing about the one before. */
  beginAnew(): void {
    this.#beginSourceAnew()
    this.missing.clear()
    this.line.clear()
    this.reception = new Reception()
    this.#newest = null
    this.#nearSample = null
  }

  /** A later packet of an earlier capture sample: the microphone counts from the beginning again. */
  #isLeapBack(index: number, sample: number): boolean {
    return this.#newest !== null && index > this.#newest.index && sample < this.#newest.sample
  }

  #beginSourceAnew(): void {
    this.packets.clear()
    this.decoded.clear()
  }

  #unwrap(rtpTimestamp: number): number {
    this.#nearSample = unwrap32(rtpTimestamp, this.#nearSample ?? rtpTimestamp)
    return this.#nearSample
  }
}
