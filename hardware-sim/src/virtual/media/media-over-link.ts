import type { MediaClient } from '@tieng-lang/edge-agent'
import { CodedError } from '@tieng-lang/protocol'
import type { LinkConnection, MemoryLink } from '../messaging/memory-link.ts'
import type { MemoryMedia } from './memory-media.ts'

/** A GET with its headers. */
const REQUEST_BYTES = 300
/** Chunks on their way at once, as TCP's window has it. */
const CHUNKS_MAX = 8

/** Media come over the same network as messages; an outage breaks a fetch off. */
export function mediaOverLink(media: MemoryMedia, link: MemoryLink): MediaClient {
  return {
    async *fetch(sha256, fromByte, signal) {
      check(link)
      if (!link.isModelled) {
        for await (const chunk of media.fetch(sha256, fromByte, signal)) {
          check(link)
          yield chunk
        }
        return
      }
      const wire = new Wire(link)
      try {
        await wire.travel('up', REQUEST_BYTES)
        const underway: Promise<Uint8Array>[] = []
        for await (const chunk of media.fetch(sha256, fromByte, signal)) {
          const arrived = wire.travel('down', chunk.length).then(() => chunk)
          // They are awaited one after another; those behind the first that fails are nobody's.
          arrived.catch(() => {})
          underway.push(arrived)
          if (underway.length >= CHUNKS_MAX) yield await (underway.shift() as Promise<Uint8Array>)
        }
        for (const chunk of underway) yield await chunk
      } finally {
        wire.close()
      }
    },
  }
}

/** One connection, whose travellers are all told when it breaks. */
class Wire {
  readonly #connection: LinkConnection
  readonly #waiting = new Set<(cause: Error) => void>()

  constructor(link: MemoryLink) {
    const onBroken = () => {
      for (const reject of [...this.#waiting]) reject(unreachable())
    }
    this.#connection = link.connect({ onBlocked: onBroken, onReset: onBroken })
  }

  travel(direction: 'up' | 'down', sizeBytes: number): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      this.#waiting.add(reject)
      this.#connection.send(
        direction,
        () => {
          this.#waiting.delete(reject)
          resolve()
        },
        sizeBytes,
      )
    })
  }

  close(): void {
    this.#connection.close()
  }
}

function check(link: MemoryLink): void {
  if (link.isBlocked('up') || link.isBlocked('down')) throw unreachable()
}

function unreachable(): CodedError {
  return new CodedError('mediaUnreachable', 'no way to the media server')
}
