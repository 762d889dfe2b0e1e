import type { StreamAddress } from '../broadcast/live-session.ts'

/** One UDP socket, or its twin in memory. Whatever is sent may be lost, late, twice or out of order. */
export interface DatagramSocket {
  /** Where it is bound. */
  readonly port: number
  /** Never throws and never waits: what cannot be sent is lost. */
  send(bytes: Uint8Array, to: StreamAddress): void
  close(): Promise<void>
}

export interface DatagramSocketOptions {
  /** The interface to listen on, e.g. `0.0.0.0`. */
  host: string
  /** 0 = any free one. */
  port: number
  /** `arrivedMs`: monotonic, of the clock that the socket was made with, as near to the wire as it can be known. */
  onDatagram: (bytes: Uint8Array, from: StreamAddress, arrivedMs: number) => void
}

export type OpenDatagramSocket = (options: DatagramSocketOptions) => Promise<DatagramSocket>
