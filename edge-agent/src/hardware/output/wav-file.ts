import { type FileHandle, open } from 'node:fs/promises'

/** RIFF/WAVE with one `fmt ` and one `data` chunk: 44 bytes before the samples. */
export const WAV_HEADER_BYTES = 44

/** The header of a 16-bit mono WAV file of `dataBytes` of samples (Microsoft RIFF, WAVE_FORMAT_PCM). */
export function wavHeader(sampleRateHz: number, dataBytes: number): Uint8Array {
  const header = Buffer.alloc(WAV_HEADER_BYTES)
  header.write('RIFF', 0)
  header.writeUInt32LE(WAV_HEADER_BYTES - 8 + dataBytes, 4)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(sampleRateHz, 24)
  header.writeUInt32LE(sampleRateHz * 2, 28)
  header.writeUInt16LE(2, 32)
  header.writeUInt16LE(16, 34)
  header.write('data', 36)
  header.writeUInt32LE(dataBytes, 40)
  return header
}

/**
 * A 16-bit mono WAV file that grows. Its header is right after every flush, so that a file left behind by a crash can
 * be read. Writes are gathered and follow one another; a failed write is thrown by the next flush.
 */
export class WavFile {
  readonly #path: string
  readonly #sampleRateHz: number
  #handle: FileHandle | null = null
  #waiting: Uint8Array[] = []
  #dataBytes = 0
  #writes: Promise<void> = Promise.resolve()

  constructor(path: string, sampleRateHz: number) {
    this.#path = path
    this.#sampleRateHz = sampleRateHz
  }

  /** Samples taken so far, written or waiting. */
  get sampleCount(): number {
    return this.#dataBytes / 2
  }

  async open(): Promise<void> {
    this.#handle = await open(this.#path, 'w')
    await this.#handle.write(wavHeader(this.#sampleRateHz, 0), 0, WAV_HEADER_BYTES, 0)
  }

  /** Takes s16le samples; the bytes must not change any more. */
  append(samples: Uint8Array): void {
    this.#waiting.push(samples)
    this.#dataBytes += samples.byteLength
  }

  /** Writes what waits and brings the header up to date. */
  flush(): Promise<void> {
    const handle = this.#handle
    if (handle === null || this.#waiting.length === 0) return this.#writes
    const bytes = Buffer.concat(this.#waiting)
    this.#waiting = []
    const dataBytes = this.#dataBytes
    this.#writes = this.#writes.then(async () => {
      await handle.write(bytes, 0, bytes.byteLength, WAV_HEADER_BYTES + dataBytes - bytes.byteLength)
      await handle.write(wavHeader(this.#sampleRateHz, dataBytes), 0, WAV_HEADER_BYTES, 0)
    })
    return this.#writes
  }

  async close(): Promise<void> {
    await this.flush()
    await this.#handle?.close()
    this.#handle = null
  }
}
