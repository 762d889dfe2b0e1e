import { createDecoder } from 'libopus-wasm'
import type { Tape } from './tape.ts'

/** Speech is all in it, and ten minutes take 19 MB of a phone. */
const RATE_HZ = 16_000
const FRAME_SAMPLES = 320
const HEADER_BYTES = 44
const BYTES_PER_SAMPLE = 2

/** What a tape sounds like, for every browser's own player: the very packets that will be sent, decoded, as WAV (RIFF). */
export async function tapeToWav(tape: Tape): Promise<ArrayBuffer> {
  const decoder = await createDecoder({ sampleRate: RATE_HZ, channels: 1 })
  try {
    const samples = new Int16Array(tape.packets.length * FRAME_SAMPLES)
    tape.packets.forEach(({ opus }, index) => {
      samples.set(decoder.decode(opus).subarray(0, FRAME_SAMPLES), index * FRAME_SAMPLES)
    })
    return wavOf(samples)
  } finally {
    decoder.free()
  }
}

/** Multimedia Programming Interface 1.0, "Waveform Audio File Format": PCM, mono, 16 bit, little endian. */
function wavOf(samples: Int16Array): ArrayBuffer {
  const dataBytes = samples.length * BYTES_PER_SAMPLE
  const buffer = new ArrayBuffer(HEADER_BYTES + dataBytes)
  const view = new DataView(buffer)
  const text = (at: number, word: string) =>
    [...word].forEach((letter, index) => {
      view.setUint8(at + index, letter.charCodeAt(0))
    })
  text(0, 'RIFF')
  view.setUint32(4, HEADER_BYTES - 8 + dataBytes, true)
  text(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, 1, true)
  view.setUint16(22, 1, true)
  view.setUint32(24, RATE_HZ, true)
  view.setUint32(28, RATE_HZ * BYTES_PER_SAMPLE, true)
  view.setUint16(32, BYTES_PER_SAMPLE, true)
  view.setUint16(34, BYTES_PER_SAMPLE * 8, true)
  text(36, 'data')
  view.setUint32(40, dataBytes, true)
  samples.forEach((sample, index) => {
    view.setInt16(HEADER_BYTES + index * BYTES_PER_SAMPLE, sample, true)
  })
  return buffer
}
