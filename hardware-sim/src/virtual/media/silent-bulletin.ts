import { oggPageCrc } from '@tieng-lang/edge-agent'

const SAMPLES_PER_MS = 48
const PRE_SKIP_SAMPLES = 312
/** RFC 6716 §3.1, §3.2.5: SILK-only wideband 60 ms (config 11), mono, code 3: two frames without content = 120 ms. */
const PACKET = Uint8Array.of((11 << 3) | 3, 0b0000_0010)
const PACKET_SAMPLES = 120 * SAMPLES_PER_MS
const PACKETS_A_PAGE = 200
const SERIAL_NUMBER = 7

/**
 * A well-formed Ogg Opus file of `durationMs` with nothing in it: what a simulation stores where nobody listens. Two
 * titles give two files, so two hashes.
 */
export function silentBulletin(durationMs: number, title: string): Uint8Array {
  const samples = Math.round(durationMs * SAMPLES_PER_MS) + PRE_SKIP_SAMPLES
  const packets = Math.ceil(samples / PACKET_SAMPLES)
  const pages = [page(0, { headerType: 2, granule: 0, packets: [head()] })]
  pages.push(page(1, { headerType: 0, granule: 0, packets: [tags(title)] }))
  for (let first = 0; first < packets; first += PACKETS_A_PAGE) {
    const count = Math.min(PACKETS_A_PAGE, packets - first)
    const isLast = first + count === packets
    pages.push(
      page(pages.length, {
        headerType: isLast ? 4 : 0,
        // The last page says where the sound ends inside its last packet (RFC 7845 §4.4).
        granule: isLast ? samples : (first + count) * PACKET_SAMPLES,
        packets: Array.from({ length: count }, () => PACKET),
      }),
    )
  }
  return Buffer.concat(pages)
}

/** RFC 7845 §5.1. */
function head(): Uint8Array {
  const bytes = new Uint8Array(19)
  const view = new DataView(bytes.buffer)
  bytes.set(Buffer.from('OpusHead'))
  bytes.set([1, 1], 8)
  view.setUint16(10, PRE_SKIP_SAMPLES, true)
  view.setUint32(12, 48_000, true)
  return bytes
}

/** RFC 7845 §5.2: the title stands where the vendor's name does. */
function tags(title: string): Uint8Array {
  const vendor = Buffer.from(title.slice(0, 200))
  const bytes = Buffer.alloc(16 + vendor.length)
  bytes.write('OpusTags')
  bytes.writeUInt32LE(vendor.length, 8)
  vendor.copy(bytes, 12)
  return bytes
}

/** RFC 3533 §6. Packets of less than 255 bytes have one lacing value each. */
function page(
  sequenceNumber: number,
  { headerType, granule, packets }: { headerType: number; granule: number; packets: Uint8Array[] },
): Uint8Array {
  const head = Buffer.alloc(27 + packets.length)
  head.write('OggS')
  head.writeUInt8(headerType, 5)
  head.writeBigInt64LE(BigInt(granule), 6)
  head.writeUInt32LE(SERIAL_NUMBER, 14)
  head.writeUInt32LE(sequenceNumber, 18)
  head.writeUInt8(packets.length, 26)
  head.set(
    packets.map(({ length }) => length),
    27,
  )
  const whole = Buffer.concat([head, ...packets])
  whole.writeUInt32LE(oggPageCrc(whole, 0, whole.length), 22)
  return whole
}
