import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { type Cancellable, type Clock, CodedError } from '@tieng-lang/protocol'
import { PacketSizeGuard } from './admission/packet-size-guard.ts'

export interface ConnectionLimits {
  packetBytesMax: number
  connectBytesMax: number
  pendingBytesMax: number
  drainTimeoutMs: number
}

/** So large a write is cut, so that a slow but living link shows progress within the drain time-out. */
const SLICE_BYTES = 65_536

/**
 * A client's socket as aedes sees it. It never asks aedes to wait for a slow reader, since one that waits holds up the
 * publisher and through it everyone else: what is pending is bounded here, and who exceeds the bound, or takes
 * nothing for `drainTimeoutMs`, is dropped. Packets over the size limit end the connection before they are gathered.
 */
export class ClientConnection extends Duplex {
  readonly #socket: Socket
  readonly #limits: ConnectionLimits
  readonly #clock: Clock
  readonly #guard: PacketSizeGuard
  #drainTimer: Cancellable | undefined
  /** Why the connection was ended from this side: a code for the count of refusals. */
  endedBy: CodedError | undefined

  constructor(socket: Socket, limits: ConnectionLimits, clock: Clock) {
    // Above the bound on purpose: `isTooSlow` ends the connection first, so aedes never meets back-pressure.
    super({ writableHighWaterMark: limits.pendingBytesMax * 2, allowHalfOpen: false })
    this.#socket = socket
    this.#limits = limits
    this.#clock = clock
    this.#guard = new PacketSizeGuard({
      firstBytesMax: limits.connectBytesMax,
      bytesMax: limits.packetBytesMax,
    })
  }

  /** Begins to read. */
  attach(): this {
    this.#socket.on('data', (chunk: Buffer) => this.#receive(chunk))
    this.#socket.on('end', () => this.push(null))
    this.#socket.on('error', (cause) => this.destroy(cause))
    this.#socket.on('close', () => this.destroy())
    return this
  }

  /** Ends the connection for a reason of ours. */
  refuse(code: string, detail: string): void {
    this.endedBy ??= new CodedError(code, detail)
    this.destroy(this.endedBy)
  }

  /** Whether more is pending than a client may leave unread; asked before each message to it. */
  isTooSlow(): boolean {
    return this.writableLength > this.#limits.pendingBytesMax
  }

  override _read(): void {
    this.#socket.resume()
  }

  #receive(chunk: Buffer): void {
    if (!this.#guard.accepts(chunk)) this.refuse('packetOversized', 'an MQTT packet over the size limit')
    else if (!this.push(chunk)) this.#socket.pause()
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this._writev([{ chunk }], done)
  }

  override _writev(chunks: readonly { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this.#send(
      chunks.flatMap(({ chunk }) => slices(chunk)),
      0,
      done,
    )
  }

  #send(pieces: readonly Buffer[], from: number, done: (error?: Error | null) => void): void {
    this.#socket.cork()
    let at = from
    let hasRoom = true
    while (hasRoom && at < pieces.length) hasRoom = this.#socket.write(pieces[at++] ?? Buffer.alloc(0))
    this.#socket.uncork()
    if (this.#socket.writableNeedDrain) this.#whenDrained(() => this.#send(pieces, at, done))
    else done()
  }

  #whenDrained(proceed: () => void): void {
    this.#drainTimer = this.#clock.after(this.#limits.drainTimeoutMs, () =>
      this.refuse('slowConsumer', `took nothing for ${this.#limits.drainTimeoutMs} ms`),
    )
    this.#socket.once('drain', () => {
      this.#drainTimer?.cancel()
      proceed()
    })
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#socket.end(() => done())
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#drainTimer?.cancel()
    this.#socket.destroy()
    done(error)
  }
}

function slices(chunk: Buffer): Buffer[] {
  if (chunk.length <= SLICE_BYTES) return [chunk]
  return Array.from({ length: Math.ceil(chunk.length / SLICE_BYTES) }, (_, index) =>
    chunk.subarray(index * SLICE_BYTES, (index + 1) * SLICE_BYTES),
  )
}
