/** A sequence number has 16 bits; the rollover counter counts how often it began anew (RFC 3711 §3.3.1). */
const SEQUENCE_NUMBERS = 0x1_0000
const HALF = SEQUENCE_NUMBERS / 2
/** A packet index has 48 bits, so it is a safe integer. */
export const PACKET_INDEX_MAX = 2 ** 48 - 1

/** `packetIndex = 2^16 · rolloverCounter + sequenceNumber` (RFC 3711 §3.3.1). */
export function packetIndexOf(rolloverCounter: number, sequenceNumber: number): number {
  return rolloverCounter * SEQUENCE_NUMBERS + sequenceNumber
}

export function sequenceNumberOf(packetIndex: number): number {
  return packetIndex % SEQUENCE_NUMBERS
}

export function rolloverCounterOf(packetIndex: number): number {
  return Math.floor(packetIndex / SEQUENCE_NUMBERS)
}

/**
 * The packet index that a sequence number most likely means: the one nearest to `nearPacketIndex`, the highest so far
 * (RFC 3711 §3.3.1 and appendix A). Right as long as fewer than 2^15 packets (almost eleven minutes of 20 ms) lie between.
 */
export function estimatePacketIndex(sequenceNumber: number, nearPacketIndex: number): number {
  const same = nearPacketIndex - sequenceNumberOf(nearPacketIndex) + sequenceNumber
  if (same - nearPacketIndex > HALF && same >= SEQUENCE_NUMBERS) return same - SEQUENCE_NUMBERS
  if (nearPacketIndex - same > HALF && same + SEQUENCE_NUMBERS <= PACKET_INDEX_MAX) {
    return same + SEQUENCE_NUMBERS
  }
  return same
}

export function assertPacketIndex(packetIndex: number): void {
  if (!Number.isInteger(packetIndex) || packetIndex < 0 || packetIndex > PACKET_INDEX_MAX) {
    throw new RangeError(`packet index ${packetIndex} has no 48 bits`)
  }
}
