import { Socket } from 'node:net'

/** Modbus application protocol §6.5, 6.6, 6.11, 6.12: write coil, register, coils, registers. */
const WRITE_FUNCTIONS = [5, 6, 15, 16]
/** Behind the MBAP header of seven bytes (Modbus messaging on TCP/IP §3.1.3). */
const FUNCTION_OFFSET = 7

const waiting = new Map<number, () => void>()
const write = Socket.prototype.write

/**
 * Looked at where it leaves for the wire: the far end lives in this very process, and would see it only when a hundred
 * other agents had had their turn.
 */
Socket.prototype.write = function (this: Socket, ...args: Parameters<typeof write>) {
  const [chunk] = args
  const told = waiting.size === 0 ? undefined : waiting.get(this.remotePort ?? 0)
  if (told && chunk instanceof Uint8Array && WRITE_FUNCTIONS.includes(chunk[FUNCTION_OFFSET] ?? 0)) {
    waiting.delete(this.remotePort ?? 0)
    told()
  }
  return write.apply(this, args)
} as typeof write

/** Runs once, when something in this process next writes to a register of the board behind this port. */
export function whenWrittenTo(port: number, run: () => void): void {
  waiting.set(port, run)
}
