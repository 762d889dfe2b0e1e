import type { FileHandle } from 'node:fs/promises'

const HEADER_BYTES = 44
const RIFF_SIZE_AT = 4
const DATA_SIZE_AT = 40

/** What a WAV header says (44 bytes, PCM): how many bytes a second of sound has. Undefined for anything else. */
export function bytesPerSecondOf(header: Buffer): number | undefined {
  const isWav = header.length >= HEADER_BYTES && header.toString('latin1', 36, 40) === 'data'
  return isWav ? header.readUInt32LE(28) : undefined
}

/** A program that writes to a pipe cannot know the length beforehand: it is put in afterwards. */
export async function writeLengths(file: FileHandle, sizeBytes: number): Promise<void> {
  const length = Buffer.alloc(4)
  length.writeUInt32LE(sizeBytes - 8)
  await file.write(length, 0, 4, RIFF_SIZE_AT)
  length.writeUInt32LE(sizeBytes - HEADER_BYTES)
  await file.write(length, 0, 4, DATA_SIZE_AT)
}
