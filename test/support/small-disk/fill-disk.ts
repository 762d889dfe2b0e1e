import { writeFileSync } from 'node:fs'

/** As much as the file system takes, to the last byte. */
export function fillDisk(filler: string): void {
  for (const bytes of [1_048_576, 65_536, 4_096, 1])
    try {
      for (;;) writeFileSync(filler, Buffer.alloc(bytes), { flag: 'a' })
    } catch {
      // Full for pieces of this size.
    }
}
