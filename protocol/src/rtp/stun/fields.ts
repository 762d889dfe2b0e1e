import { viewOf } from '../bytes.ts'

const TWO_TO_32 = 2 ** 32
const MICROSECONDS_PER_MS = 1_000

/** A count of up to 2^53 − 1 in eight bytes. @throws RangeError on any other number */
export function writeCount(bytes: Buffer, offset: number, count: number): void {
  if (!Number.isSafeInteger(count) || count < 0) throw new RangeError(`${count} is no count`)
  bytes.writeUInt32BE(Math.floor(count / TWO_TO_32), offset)
  bytes.writeUInt32BE(count % TWO_TO_32, offset + 4)
}

/** Undefined above 2^53 − 1. */
export function readCount(bytes: Uint8Array, offset: number): number | undefined {
  const view = viewOf(bytes)
  const count = view.getUint32(offset) * TWO_TO_32 + view.getUint32(offset + 4)
  return Number.isSafeInteger(count) ? count : undefined
}

/** An instant in Unix ms, as whole microseconds in eight bytes. */
export function writeInstant(bytes: Buffer, offset: number, at: number): void {
  writeCount(bytes, offset, Math.round(at * MICROSECONDS_PER_MS))
}

export function readInstant(bytes: Uint8Array, offset: number): number | undefined {
  const microseconds = readCount(bytes, offset)
  return microseconds === undefined ? undefined : microseconds / MICROSECONDS_PER_MS
}

/** 48 bits. */
export function readPacketIndex(bytes: Uint8Array, offset: number): number {
  const view = viewOf(bytes)
  return view.getUint16(offset) * TWO_TO_32 + view.getUint32(offset + 2)
}
