import type { Clock } from '@tieng-lang/protocol'

/** The seam to wherever approved audio lies under its hash. */
export interface MediaClient {
  /**
   * The bytes of a file from `fromByte` on. Throws a `CodedError`: `mediaNotFound`, `rangeRefused` (the file is not
   * longer than `fromByte`), `mediaUnreachable` (network, time-out, any other status), `aborted`.
   */
  fetch(sha256: string, fromByte: number, signal?: AbortSignal): AsyncIterable<Uint8Array>
}

export interface HttpMediaClientOptions {
  clock: Clock
  /** Asked at each fetch, since a new config may name other servers; tried in turn. */
  urls: () => readonly string[]
  /** A connection that brings no byte for this long is given up. */
  stallMs?: number
}

/** Media by HTTP range requests (RFC 9110 §14) through the global `fetch`. */
export declare function httpMediaClient(options: HttpMediaClientOptions): MediaClient
