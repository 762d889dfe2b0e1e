import { type Pcm, SIGNAL_RATE_HZ } from './pcm.ts'

const HEADER_BYTES = 44
const BYTES_A_SAMPLE = 2

/** A WAV file of 16 bits, mono. */
export function wavOf(pcm: Pcm): Buffer {
  const dataBytes = pcm.length * BYTES_A_SAMPLE
  const wav = Buffer.alloc(HEADER_BYTES + dataBytes)
  wav.write('RIFF', 0)
  wav.writeUInt32LE(HEADER_BYTES - 8 + dataBytes, 4)
  wav.write('WAVEfmt ', 8)
  wav.writeUInt32LE(16, 16)
  // PCM, one channel.
  wav.writeUInt16LE(1, 20)
  wav.writeUInt16LE(1, 22)
  wav.writeUInt32LE(SIGNAL_RATE_HZ, 24)
  wav.writeUInt32LE(SIGNAL_RATE_HZ * BYTES_A_SAMPLE, 28)
  wav.writeUInt16LE(BYTES_A_SAMPLE, 32)
  wav.writeUInt16LE(8 * BYTES_A_SAMPLE, 34)
  wav.write('data', 36)
  wav.writeUInt32LE(dataBytes, 40)
  for (const [index, sample] of pcm.entries())
    wav.writeInt16LE(Math.round(sample * 32_767), HEADER_BYTES + index * BYTES_A_SAMPLE)
  return wav
}
