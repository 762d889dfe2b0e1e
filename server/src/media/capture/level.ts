/** 16-bit samples, little endian: 20 ms at 48 kHz, mono. */
export const BLOCK_BYTES = 2 * 960
const FULL_SCALE = 32_768
const SILENT_DB = -127

/** The levels of consecutive blocks of 20 ms, in dBFS by their root mean square, as the bytes arrive. */
export class LevelMeter {
  #rest = Buffer.alloc(0)

  push(bytes: Uint8Array): number[] {
    this.#rest = Buffer.concat([this.#rest, bytes])
    const levels: number[] = []
    while (this.#rest.length >= BLOCK_BYTES) {
      levels.push(levelDbOf(this.#rest.subarray(0, BLOCK_BYTES)))
      this.#rest = this.#rest.subarray(BLOCK_BYTES)
    }
    return levels
  }
}

function levelDbOf(block: Buffer): number {
  let sum = 0
  for (let offset = 0; offset < block.length; offset += 2) sum += block.readInt16LE(offset) ** 2
  const rms = Math.sqrt(sum / (block.length / 2)) / FULL_SCALE
  return rms === 0 ? SILENT_DB : Math.max(SILENT_DB, 20 * Math.log10(rms))
}
