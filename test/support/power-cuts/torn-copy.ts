import type { Chance } from '@tieng-lang/protocol'
import { PAGE_BYTES, pageOfFrame, saltOf, type WalIndex, walBytesOf } from './wal-index.ts'

const SECTOR_BYTES = 512

/** What a stopped process had written, and how much of it was synced for sure. */
export interface Stopped {
  main: Buffer
  wal: Buffer
  index: WalIndex
  /** The last commit acknowledged, and what of the WAL with that salt had been synced by then. */
  acknowledged: { number: number; saltHex: string; sureBytes: number }
}

export const TEARS = ['cut', 'short', 'zeros', 'noise', 'sectors'] as const
export type Tear = (typeof TEARS)[number]

export function isInCheckpoint({ index }: Stopped): boolean {
  return index.attempted > index.backfilled
}

/** How much of the WAL no power cut can take away. */
export function sureBytesOf(stopped: Stopped): number {
  const { acknowledged, index, wal } = stopped
  // A WAL that began anew since: everything acknowledged is in the main file, which was synced before that.
  const sureBytes = acknowledged.saltHex === saltOf(wal) ? acknowledged.sureBytes : 0
  // A checkpoint syncs the WAL before it touches the main file.
  return isInCheckpoint(stopped) ? Math.max(sureBytes, walBytesOf(index.attempted)) : sureBytes
}

/** Main file and WAL as a power cut may leave them; `sureBytes` of the WAL stay. */
export function tornCopy(
  stopped: Stopped,
  { tear, sureBytes, chance }: { tear: Tear; sureBytes: number; chance: Chance },
): { main: Buffer; wal: Buffer } {
  const { wal } = stopped
  const at = Math.min(wal.length, sureBytes + Math.floor(chance.next() * (wal.length - sureBytes + 1)))
  const main = isInCheckpoint(stopped) ? tornMain(stopped, chance) : stopped.main
  if (tear === 'cut') return { main, wal: wal.subarray(0, sureBytes) }
  if (tear === 'short') return { main, wal: wal.subarray(0, at) }
  const torn = Buffer.from(wal)
  if (tear === 'zeros') torn.fill(0, at)
  if (tear === 'noise') torn.set(chance.bytes(torn.length - at), at)
  if (tear === 'sectors') tearSectors(torn, { from: sureBytes, to: torn.length }, chance)
  return { main, wal: torn }
}

/** Pages that the checkpoint is about to write, or has written without a sync: their frames are in the WAL. */
function tornMain({ main, wal, index }: Stopped, chance: Chance): Buffer {
  const torn = Buffer.from(main)
  for (let frame = index.backfilled + 1; frame <= index.attempted; frame += 1) {
    const from = (pageOfFrame(wal, frame) - 1) * PAGE_BYTES
    tearSectors(torn, { from, to: Math.min(torn.length, from + PAGE_BYTES) }, chance)
  }
  return torn
}

function tearSectors(bytes: Buffer, { from, to }: { from: number; to: number }, chance: Chance): void {
  for (let at = from; at < to; at += SECTOR_BYTES) {
    const end = Math.min(to, at + SECTOR_BYTES)
    const draw = chance.next()
    if (draw < 0.3) bytes.fill(0, at, end)
    else if (draw < 0.6) bytes.set(chance.bytes(end - at), at)
  }
}
