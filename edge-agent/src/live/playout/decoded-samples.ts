import { opusBringsOneBefore } from '@tieng-lang/protocol/rtp'
import { AudioRefusal } from '../../audio/audio-refusal.ts'
import { FRAME_SAMPLES } from '../../audio/frame.ts'
import { fadeIn, fadeOut, JOIN_FADE_SAMPLES } from '../../audio/signal/fade.ts'
import type { DecoderPool, OpusDecoder } from '../../audio/sounds/opus-decoder.ts'
import type { LivePacket, PacketBuffer } from '../buffer/packet-buffer.ts'
import type { QualityCounts } from '../buffer/quality.ts'

/** Made up for so long at most; what is missing longer is silence. */
const CONCEALED_SAMPLES_MAX = 4 * FRAME_SAMPLES
/** What was decoded stays so long, for the resampler's taps and for a step back of a millisecond or two. */
const RING_SAMPLES = 16_384

/** How a stretch of it came about. */
type Piece = { kind: 'decoded' | 'restored' | 'concealed' | 'pause' | 'hole'; pcm: Float32Array }

/**
 * The stream as samples, decoded as late as can be, so that whatever comes until then counts. What is missing is restored
 * from the packet after it (in-band FEC) or else made up; neither is waited for.
 */
export class DecodedSamples {
  readonly #packets: PacketBuffer
  readonly #decoders: Pick<DecoderPool, 'take' | 'release'>
  readonly #counts: QualityCounts
  readonly #ring = new Float32Array(RING_SAMPLES)
  /** Taken with the first sample that is wanted, so never by an output that counts. */
  #taken: OpusDecoder | undefined
  /** Capture sample up to which it is written; null before the first. */
  #end: number | null = null
  /** The packet that was decoded last. */
  #lastIndex: number | null = null
  #concealedSamples = 0
  /** Made up since that packet; the next one tells how much of it was lost, and how much nobody said. */
  #doubtful = { concealedSamples: 0, silentSamples: 0 }
  #isSilent = true

  constructor(packets: PacketBuffer, decoders: Pick<DecoderPool, 'take' | 'release'>, counts: QualityCounts) {
    this.#packets = packets
    this.#decoders = decoders
    this.#counts = counts
  }

  /** Whether what was written last is silence. */
  get isSilent(): boolean {
    return this.#isSilent
  }

  /** Capture sample up to which it is decoded; −∞ before the first. */
  get end(): number {
    return this.#end ?? Number.NEGATIVE_INFINITY
  }

  /** Writes the samples from capture sample `from` on over `out`; what lies too far back is silence. */
  read(from: number, out: Float32Array): void {
    if (this.#end === null || from - this.#end > RING_SAMPLES) this.#seek(from)
    this.#writeUntil(from + out.length)
    const first = (this.#end ?? from) - RING_SAMPLES
    for (let index = 0; index < out.length; index++) {
      const sample = from + index
      out[index] = sample < first ? 0 : (this.#ring[slotOf(sample)] ?? 0)
    }
  }

  /** The stream has been lost: what was made up since the last packet is missing. */
  loseTail(): void {
    this.#settleLost(Number.POSITIVE_INFINITY)
  }

  /** The source has ended: what was made up since the last packet replaced nothing. */
  settleEnd(): void {
    this.#settleLost(0)
  }

  /** Another stream begins: nothing of this one counts. */
  clear(): void {
    this.#end = null
    this.#lastIndex = null
    this.#concealedSamples = 0
    this.#doubtful = { concealedSamples: 0, silentSamples: 0 }
    this.#isSilent = true
  }

  /** Gives its decoder back. */
  close(): void {
    if (this.#taken) this.#decoders.release(this.#taken)
    this.#taken = undefined
  }

  get #decoder(): OpusDecoder {
    this.#taken ??= this.#decoders.take()
    return this.#taken
  }

  /** Nothing before `sample` is wanted any more. */
  #seek(sample: number): void {
    this.clear()
    this.#end = sample
    this.#packets.release(sample)
    this.#ring.fill(0)
    this.#isSilent = true
  }

  #writeUntil(until: number): void {
    while (this.#end !== null && this.#end < until) this.#write(this.#end, this.#next(this.#end, until))
  }

  /** What follows capture sample `at`; silence reaches to `until` at most. */
  #next(at: number, until: number): Piece {
    const packet = this.#packets.firstFrom(at)
    if (packet && packet.sample <= at) return this.#decode(packet, at)
    const gapSamples = packet ? packet.sample - at : Number.POSITIVE_INFINITY
    const isPause = packet && this.#lastIndex !== null && packet.index === this.#lastIndex + 1
    if (isPause || this.#lastIndex === null) return silence('pause', Math.min(gapSamples, until - at))
    if (packet && gapSamples <= FRAME_SAMPLES && opusBringsOneBefore(packet.payload))
      return this.#restore(packet, gapSamples)
    if (this.#concealedSamples >= CONCEALED_SAMPLES_MAX)
      return silence('hole', Math.min(gapSamples, until - at))
    // What can be restored is left over.
    const isLast = gapSamples <= FRAME_SAMPLES
    return this.#conceal(isLast ? gapSamples : Math.min(FRAME_SAMPLES, gapSamples - FRAME_SAMPLES))
  }

  #decode(packet: LivePacket, at: number): Piece {
    this.#settle(packet.index)
    this.#lastIndex = packet.index
    const pcm = this.#tryDecode(packet).subarray(at - packet.sample)
    this.#concealedSamples = 0
    return { kind: 'decoded', pcm }
  }

  /** What cannot be decoded is made up: it was authentic, so its source is broken, not the path. */
  #tryDecode({ payload, sampleCount }: LivePacket): Float32Array {
    try {
      return this.#decoder.decode(payload)
    } catch (error) {
      if (!(error instanceof AudioRefusal)) throw error
      this.#counts.refusedPackets += 1
      return this.#decoder.conceal(sampleCount)
    }
  }

  #restore({ payload, index }: LivePacket, sampleCount: number): Piece {
    try {
      const pcm = this.#decoder.recover(payload, FRAME_SAMPLES).subarray(FRAME_SAMPLES - sampleCount)
      this.#settle(index - 1)
      this.#lastIndex = index - 1
      this.#concealedSamples = 0
      return { kind: 'restored', pcm }
    } catch (error) {
      if (!(error instanceof AudioRefusal)) throw error
      return this.#conceal(sampleCount)
    }
  }

  /** The last that is made up fades into the hole. */
  #conceal(sampleCount: number): Piece {
    const rounded = Math.max(1, Math.ceil(sampleCount / 120)) * 120
    const pcm = this.#decoder.conceal(rounded).subarray(0, sampleCount)
    this.#concealedSamples += pcm.length
    if (this.#concealedSamples >= CONCEALED_SAMPLES_MAX) fadeOut(pcm, { at: 0, fadeSamples: pcm.length })
    return { kind: 'concealed', pcm }
  }

  #write(at: number, { kind, pcm }: Piece): void {
    const isSound = kind !== 'pause' && kind !== 'hole'
    if (this.#isSilent && isSound) fadeIn(pcm, { at: 0, fadeSamples: JOIN_FADE_SAMPLES })
    this.#isSilent = !isSound
    for (let index = 0; index < pcm.length; index++) this.#ring[slotOf(at + index)] = pcm[index] ?? 0
    this.#end = at + pcm.length
    this.#packets.release(this.#end)
    this.#count(kind, pcm.length)
  }

  #count(kind: Piece['kind'], sampleCount: number): void {
    const counts = this.#counts
    counts.playedSamples += sampleCount
    if (kind === 'restored') counts.restoredSamples += sampleCount
    if (kind === 'concealed' || kind === 'hole') this.#doubtful.concealedSamples += sampleCount
    if (kind === 'hole') this.#doubtful.silentSamples += sampleCount
  }

  /** A source that falls silent looks like an outage, until its next packet has the next number. */
  #settle(index: number): void {
    const lostSamples = this.#lastIndex === null ? 0 : (index - this.#lastIndex - 1) * FRAME_SAMPLES
    this.#settleLost(Math.max(0, lostSamples))
  }

  #settleLost(lostSamples: number): void {
    const counts = this.#counts
    const { concealedSamples, silentSamples } = this.#doubtful
    const lost = Math.min(concealedSamples, lostSamples)
    counts.concealedSamples += lost
    counts.silentSamples += Math.max(0, silentSamples - (concealedSamples - lost))
    counts.gapSamplesMax = Math.max(counts.gapSamplesMax, lost)
    this.#doubtful = { concealedSamples: 0, silentSamples: 0 }
  }
}

function silence(kind: 'pause' | 'hole', sampleCount: number): Piece {
  return { kind, pcm: new Float32Array(Math.min(sampleCount, FRAME_SAMPLES)) }
}

/** The samples lie in a ring. */
function slotOf(sample: number): number {
  return ((sample % RING_SAMPLES) + RING_SAMPLES) % RING_SAMPLES
}
