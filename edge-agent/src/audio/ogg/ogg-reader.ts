import { AudioRefusal } from '../audio-refusal.ts'
import { type OggPage, parseOggPage } from './ogg-page.ts'
import { checkOpusTags, parseOpusHead } from './opus-head.ts'
import { OpusPackets, opusPacketSamples } from './opus-packet.ts'

/** A stored sound, parsed but not decoded: its length is known without touching the decoder. */
export interface OggOpus {
  packets: OpusPackets
  /** Decoded samples before the first one that is heard. */
  preSkipSamples: number
  /** Samples that are heard: between pre-skip and end trimming (RFC 7845 §4.2, §4.4). */
  durationSamples: number
  outputGainDb: number
  channelCount: number
}

/** What a file may cost at most. */
export interface OggOpusLimits {
  bytesMax: number
  packetsMax: number
  packetBytesMax: number
}

/** Two hours of 20 ms packets; RFC 7845 §6 advises 61,440 bytes a channel for one audio packet, more for a comment header. */
export const OGG_OPUS_LIMITS: OggOpusLimits = {
  bytesMax: 96 * 1024 * 1024,
  packetsMax: 360_000,
  packetBytesMax: 256 * 1024,
}

/**
 * Reads a whole Ogg Opus file (RFC 3533, RFC 7845): one logical stream, mapping family 0, complete to its last page.
 * Audio on a cluster was checked by its hash, so a gap, a second stream or a tail is refused instead of repaired. The
 * result does not refer to `bytes`.
 * @throws AudioRefusal with one of the `ogg…` and `opus…` codes
 */
export function readOggOpus(bytes: Uint8Array, limits: OggOpusLimits = OGG_OPUS_LIMITS): OggOpus {
  if (bytes.length > limits.bytesMax) throw new AudioRefusal('oggTooLarge', `${bytes.length} bytes`)
  const stream = new StreamAssembler(bytes, limits)
  for (let offset = 0; !stream.isComplete; ) {
    const page = parseOggPage(bytes, offset)
    stream.addPage(page)
    offset = page.endOffset
    if (stream.isComplete && offset < bytes.length) {
      throw new AudioRefusal('oggTrailingBytes', `${bytes.length - offset} bytes after the last page`)
    }
  }
  return stream.finish()
}

/** Puts packets together from pages (RFC 3533 §6, RFC 7845 §3) and keeps the granule positions that length needs. */
class StreamAssembler {
  isComplete = false
  readonly #source: Uint8Array
  readonly #limits: OggOpusLimits
  readonly #audio: Uint8Array
  readonly #ends: number[] = []
  #headers: Uint8Array[] = []
  #writtenBytes = 0
  #partStart = 0
  #hasPart = false
  #next: { serialNumber: number; sequenceNumber: number } | null = null
  #firstGranule: { position: number; samples: number; isLastPage: boolean } | null = null
  #lastGranule = 0
  #samples = 0

  constructor(source: Uint8Array, limits: OggOpusLimits) {
    this.#source = source
    this.#limits = limits
    this.#audio = new Uint8Array(source.length)
  }

  addPage(page: OggPage): void {
    this.#checkOrder(page)
    let offset = page.bodyOffset
    let completed = 0
    for (const lacingValue of page.lacingValues) {
      this.#append(offset, lacingValue)
      offset += lacingValue
      // RFC 3533 §6: a lacing value below 255 ends the packet; 255 says that it goes on.
      if (lacingValue === 255) continue
      this.#endPacket()
      completed++
    }
    if (this.#headers.length === 2 && completed > 0) this.#noteGranule(page)
    this.isComplete = page.isLast
  }

  finish(): OggOpus {
    if (this.#hasPart) throw new AudioRefusal('oggTruncated', 'the last packet has no end')
    const head = parseOpusHead(this.#headers[0] ?? new Uint8Array())
    checkOpusTags(this.#headers[1] ?? new Uint8Array())
    // The copy lets go of what the headers and the page framing took.
    const packets = new OpusPackets(this.#audio.slice(0, this.#writtenBytes), this.#ends)
    const durationSamples = Math.min(packets.totalSamples, this.#endSample()) - head.preSkipSamples
    if (durationSamples <= 0) throw new AudioRefusal('opusNoAudio', `${packets.count} packets`)
    return { packets, durationSamples, ...head }
  }

  /** RFC 3533 §6 (fields 3, 5, 6) and RFC 7845 §3: first page alone is marked first, then one serial, no number missing. */
  #checkOrder(page: OggPage): void {
    const next = this.#next
    if (page.isFirst !== (next === null)) {
      throw new AudioRefusal(next ? 'oggSeveralStreams' : 'oggBadStreamStart', `page ${page.sequenceNumber}`)
    }
    if (next && page.serialNumber !== next.serialNumber) {
      throw new AudioRefusal('oggSeveralStreams', `serial ${page.serialNumber}`)
    }
    if (next && page.sequenceNumber !== next.sequenceNumber) {
      throw new AudioRefusal(
        'oggPageMissing',
        `page ${page.sequenceNumber} instead of ${next.sequenceNumber}`,
      )
    }
    if (page.isContinued !== this.#hasPart) {
      throw new AudioRefusal('oggBadContinuation', `page ${page.sequenceNumber}`)
    }
    this.#next = { serialNumber: page.serialNumber, sequenceNumber: (page.sequenceNumber + 1) >>> 0 }
  }

  #append(offset: number, byteCount: number): void {
    this.#audio.set(this.#source.subarray(offset, offset + byteCount), this.#writtenBytes)
    this.#writtenBytes += byteCount
    this.#hasPart = true
    if (this.#writtenBytes - this.#partStart > this.#limits.packetBytesMax) {
      throw new AudioRefusal('oggPacketTooLarge', `over ${this.#limits.packetBytesMax} bytes`)
    }
  }

  #endPacket(): void {
    this.#hasPart = false
    const packet = this.#audio.subarray(this.#partStart, this.#writtenBytes)
    if (this.#headers.length < 2) {
      this.#headers.push(packet.slice())
      this.#writtenBytes = this.#partStart
      return
    }
    if (this.#ends.length >= this.#limits.packetsMax) {
      throw new AudioRefusal('oggTooManyPackets', `over ${this.#limits.packetsMax}`)
    }
    this.#samples += opusPacketSamples(packet)
    this.#ends.push(this.#writtenBytes)
    this.#partStart = this.#writtenBytes
  }

  #noteGranule(page: OggPage): void {
    if (this.#samples === 0) return
    if (page.granulePosition === null) throw new AudioRefusal('oggBadGranule', `page ${page.sequenceNumber}`)
    this.#firstGranule ??= {
      position: page.granulePosition,
      samples: this.#samples,
      isLastPage: page.isLast,
    }
    if (page.granulePosition < this.#lastGranule) {
      throw new AudioRefusal('oggBadGranule', `page ${page.sequenceNumber} goes back`)
    }
    this.#lastGranule = page.granulePosition
  }

  /**
   * The decoded sample at which the last page says the sound ends (RFC 7845 §4.4). A recording that was cut out of a
   * longer stream starts above zero: by how much, the first audio page tells (§4.5), unless it is the last page too.
   */
  #endSample(): number {
    const first = this.#firstGranule
    if (first === null) return 0
    const startGranule = first.isLastPage ? 0 : first.position - first.samples
    if (startGranule < 0) throw new AudioRefusal('oggBadGranule', 'the first page is trimmed')
    return this.#lastGranule - startGranule
  }
}
