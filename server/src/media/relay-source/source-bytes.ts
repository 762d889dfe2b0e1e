import { CodedError } from '@tieng-lang/protocol'
import { allOf, bytesOf, type Fetched, type Fetching, fetchChecked } from './checked-fetch.ts'
import { hlsBytes, PLAYLIST_BYTES_MAX } from './hls/hls-bytes.ts'

/** A list of stations may name a list; more is nobody's station. */
const LISTS_MAX = 2
const HEAD_BYTES = 16

/**
 * The bytes of a station as they come: of one long answer (HTTP, Icecast), of the segments of HLS, or of what a list of
 * stations (M3U, PLS) names first. Throws `sourceRefused`, `sourceUnreachable`, `sourceNotSupported`, `sourceTooLarge`.
 */
export async function* sourceBytes(address: string, fetching: Fetching): AsyncGenerator<Buffer, void, void> {
  let wanted: string | URL = address
  for (let lists = 0; lists <= LISTS_MAX; lists += 1) {
    const fetched: Fetched = await fetchChecked(wanted, fetching)
    const chunks = bytesOf(fetched, fetching)
    const head = await headOf(chunks)
    if (!isList(head)) {
      try {
        yield head
        return yield* chunks
      } finally {
        fetched.body.destroy()
      }
    }
    const text = textOf(Buffer.concat([head, await allOf(chunks, PLAYLIST_BYTES_MAX)]))
    if (text.includes('#EXT-X-')) return yield* hlsBytes({ url: fetched.url, text }, fetching)
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
  return /^(?:#EXTM3U|\[playlist\]|https?:\/\/)/i.test(textOf(head.subarray(0, HEAD_BYTES)))
}

function textOf(bytes: Buffer): string {
  return bytes.toString('utf8').replace(/^\uFEFF/, '')
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
