import { CodedError } from '@tieng-lang/protocol'
import { bytesOf, type Fetched, type Fetching, fetchChecked } from './checked-fetch.ts'
import { hlsBytes, PLAYLIST_BYTES_MAX } from './hls/hls-bytes.ts'

/** A list of stations may name a list; more is nobody's station. */
const LISTS_MAX = 2
const HEAD_BYTES = 16

/**
 * The bytes of a station as they come: of one long answer (HTTP, Icecast), of the segments of HLS, or of what a list of
 * stations (M3U, PLS) names first. Throws `sourceRefused`, `sourceUnreachable`, `sourceNotSupported`, `sourceTooLarge`.
 */
export async function* sourceBytes(
  address: string,
  options: Fetching & { bytesMax: number },
): AsyncGenerator<Buffer, void, void> {
  let wanted: string | URL = address
  for (let lists = 0; lists <= LISTS_MAX; lists += 1) {
    const fetched: Fetched = await fetchChecked(wanted, options)
    const chunks = bytesOf(fetched, options)
    const head = await headOf(chunks)
    if (!isList(head)) {
      try {
        yield head
        return yield* chunks
      } finally {
        fetched.body.destroy()
      }
    }
    const text = await restOf(head, chunks)
    if (text.includes('#EXT-X-'))
      return yield* bounded(hlsBytes({ url: fetched.url, text }, options), options)
    wanted = firstStation(text, fetched.url)
  }
  throw new CodedError('sourceNotSupported', 'lists that only name lists')
}

/** Enough of the beginning to tell a list by. */
async function headOf(chunks: AsyncGenerator<Buffer, void, void>): Promise<Buffer> {
  let head = Buffer.alloc(0)
  while (head.length < HEAD_BYTES) {
    const { done, value } = await chunks.next()
    if (done) break
    head = Buffer.concat([head, value])
  }
  return head
}

function isList(head: Buffer): boolean {
  const text = head
    .subarray(0, HEAD_BYTES)
    .toString('utf8')
    .replace(/^\uFEFF/, '')
  return /^(?:#EXTM3U|\[playlist\]|https?:\/\/)/i.test(text)
}

async function restOf(head: Buffer, chunks: AsyncIterable<Buffer>): Promise<string> {
  let all = head
  for await (const chunk of chunks) {
    all = Buffer.concat([all, chunk])
    if (all.length > PLAYLIST_BYTES_MAX)
      throw new CodedError('sourceTooLarge', `a list of over ${PLAYLIST_BYTES_MAX} bytes`)
  }
  return all.toString('utf8').replace(/^\uFEFF/, '')
}

function firstStation(text: string, base: URL): URL {
  const lines = text.split(/\r?\n/).map((line) => line.trim())
  const ofPls = lines.map((line) => /^File\d+=(.+)$/i.exec(line)?.[1])
  const isPls = /^\[playlist\]/i.test(text)
  const named = isPls
    ? ofPls.find((each) => each)
    : lines.find((line) => line !== '' && !line.startsWith('#'))
  if (named === undefined) throw new CodedError('sourceNotSupported', 'a list without a station')
  try {
    return new URL(named, base)
  } catch {
    throw new CodedError('sourceNotSupported', 'a list without a station')
  }
}

async function* bounded(
  chunks: AsyncIterable<Buffer>,
  { bytesMax }: { bytesMax: number },
): AsyncGenerator<Buffer, void, void> {
  let bytes = 0
  for await (const chunk of chunks) {
    bytes += chunk.length
    if (bytes > bytesMax) throw new CodedError('sourceTooLarge', `over ${bytesMax} bytes`)
    yield chunk
  }
}
