import type { IncomingMessage } from 'node:http'
import { type Clock, CodedError, mediaPath, SECOND_MS } from '@tieng-lang/protocol'
import { httpCall } from './http-call.ts'

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

const STALL_MS = 10 * SECOND_MS

/** Media by HTTP range requests (RFC 9110 §14). */
export function httpMediaClient(options: HttpMediaClientOptions): MediaClient {
  return {
    async *fetch(sha256, fromByte, signal) {
      const watch = new StallWatch(options.clock, options.stallMs ?? STALL_MS, signal)
      try {
        const response = await firstAnswer(options.urls(), sha256, fromByte, watch)
        // Without a range (a plain cache in between) everything comes again: what is held is passed over.
        let skipBytes = response.statusCode === 206 ? 0 : fromByte
        // A response without an encoding gives bytes.
        for await (const chunk of response as AsyncIterable<Uint8Array>) {
          watch.alive()
          const wanted = chunk.subarray(Math.min(skipBytes, chunk.length))
          skipBytes -= chunk.length - wanted.length
          if (wanted.length > 0) yield wanted
        }
      } catch (cause) {
        throw coded(cause, signal)
      } finally {
        watch.end()
      }
    },
  }
}

/** The first server that answers with the file; else what the last one said. */
async function firstAnswer(
  urls: readonly string[],
  sha256: string,
  fromByte: number,
  watch: StallWatch,
): Promise<IncomingMessage> {
  let refusal: unknown = new CodedError('mediaUnreachable', 'no server is known')
  for (const url of urls) {
    try {
      return await answer(new URL(mediaPath(sha256), url), fromByte, watch)
    } catch (cause) {
      refusal = cause
    }
  }
  throw refusal
}

async function answer(url: URL, fromByte: number, watch: StallWatch): Promise<IncomingMessage> {
  const headers: Record<string, string> = fromByte > 0 ? { range: `bytes=${fromByte}-` } : {}
  const response = await httpCall(url, { headers, signal: watch.restart() })
  const status = response.statusCode
  if (status === 200 || isRangeFrom(response, fromByte)) return response
  response.destroy()
  if (status === 404) throw new CodedError('mediaNotFound', url.href)
  if (status === 416) throw new CodedError('rangeRefused', url.href)
  throw new CodedError('mediaUnreachable', `${url.href} answered ${status}`)
}

/** RFC 9110 §14.4: a 206 says which part it brings, and any other part than the one asked for is useless. */
function isRangeFrom(response: IncomingMessage, fromByte: number): boolean {
  const range = /^bytes (\d+)-/.exec(response.headers['content-range'] ?? '')
  return response.statusCode === 206 && Number(range?.[1]) === fromByte
}

function coded(cause: unknown, signal: AbortSignal | undefined): CodedError {
  if (signal?.aborted) return new CodedError('aborted', 'the fetch was stopped', { cause })
  return cause instanceof CodedError ? cause : new CodedError('mediaUnreachable', String(cause), { cause })
}

/** Aborts a request that brings nothing for `stallMs`, or when the caller aborts. */
class StallWatch {
  readonly #clock: Clock
  readonly #stallMs: number
  readonly #caller: AbortSignal | undefined
  #abort = new AbortController()
  #timer: { cancel(): void } | undefined

  constructor(clock: Clock, stallMs: number, caller: AbortSignal | undefined) {
    this.#clock = clock
    this.#stallMs = stallMs
    this.#caller = caller
  }

  /** A fresh signal for a fresh request. */
  restart(): AbortSignal {
    this.#abort = new AbortController()
    this.alive()
    return this.#caller ? AbortSignal.any([this.#caller, this.#abort.signal]) : this.#abort.signal
  }

  alive(): void {
    this.#timer?.cancel()
    this.#timer = this.#clock.after(this.#stallMs, () => this.#abort.abort(new Error('stalled')))
  }

  end(): void {
    this.#timer?.cancel()
    // A consumer that leaves early must not keep the socket.
    this.#abort.abort()
  }
}
