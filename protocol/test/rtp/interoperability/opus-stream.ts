import { execFileSync } from 'node:child_process'

/** A tone that rises from 300 to 1,100 Hz in four seconds: each instant sounds like no other, so that it can be found. */
const RISING_TONE = 'aevalsrc=0.5*sin(2*PI*(300*t+100*t*t)):s=48000:d=4'
const PACKETS = 200
const HEAD_PACKETS = 2
const PAGE_HEAD_BYTES = 27

export interface OpusStream {
  /** 20 ms each, as libopus made them. */
  packets: Uint8Array[]
  /** What they decode to: 48 kHz mono. */
  samples: Int16Array
}

/** 200 packets of 20 ms from libopus, with in-band FEC as on air, and what ffmpeg decodes them to. */
export function makeOpusStream(): OpusStream {
  const encode = ['-c:a', 'libopus', '-b:a', '32k', '-application', 'voip', '-fec', '1', '-packet_loss', '5']
  const ogg = ffmpeg(['-f', 'lavfi', '-i', RISING_TONE, ...encode, '-f', 'ogg', 'pipe:1'])
  const pcm = ffmpeg(['-f', 'ogg', '-i', 'pipe:0', '-f', 's16le', '-ac', '1', '-ar', '48000', 'pipe:1'], ogg)
  return { packets: oggPackets(ogg).slice(HEAD_PACKETS, HEAD_PACKETS + PACKETS), samples: samplesOf(pcm) }
}

export function samplesOf(pcm: Uint8Array): Int16Array {
  return new Int16Array(pcm.slice(0, pcm.length & ~1).buffer)
}

function ffmpeg(args: string[], input?: Uint8Array): Buffer {
  const options = { maxBuffer: 16 * 1024 * 1024, ...(input ? { input } : {}) }
  return execFileSync('ffmpeg', ['-v', 'error', '-nostdin', ...args], options)
}

/** RFC 3533 §6: the packets of a file that is known to be whole. */
function oggPackets(ogg: Buffer): Buffer[] {
  const packets: Buffer[] = []
  let begun: Buffer[] = []
  for (let page = 0; page < ogg.length; ) {
    const segments = ogg.readUInt8(page + PAGE_HEAD_BYTES - 1)
    let offset = page + PAGE_HEAD_BYTES + segments
    for (const lacing of ogg.subarray(page + PAGE_HEAD_BYTES, page + PAGE_HEAD_BYTES + segments)) {
      begun.push(ogg.subarray(offset, offset + lacing))
      offset += lacing
      if (lacing === 255) continue
      packets.push(Buffer.concat(begun))
      begun = []
    }
    page = offset
  }
  return packets
}
