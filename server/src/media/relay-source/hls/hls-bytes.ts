import { CodedError } from '@tieng-lang/protocol'
import { parseSourceUrl } from '../address/checked-address.ts'
import { type Fetching, fetchChecked, wholeOf } from '../checked-fetch.ts'
import { sleepUnless } from '../within.ts'
import { type HlsSegment, type MediaPlaylist, parsePlaylist } from './playlist.ts'

export const PLAYLIST_BYTES_MAX = 1_048_576
const SEGMENT_BYTES_MAX = 16_777_216
/** RFC 8216 §6.3.3: whoever begins, or has fallen behind, begins three segments before the end. */
const SEGMENTS_BEFORE_END = 3
/** A playlist that says nothing new for so many of its segments is that of a station that is gone. */
const STANDSTILL_TARGETS = 3
const STANDSTILL_MS_MIN = 10_000

/**
 * The segments of a stream, one behind the other, from near its end on where it is live. Every playlist, segment and map
 * is asked for by `fetchChecked`, so none of them can name a file or a private address. Throws `sourceRefused`,
 * `sourceUnreachable`, `sourceNotSupported`, `sourceTooLarge`.
 */
export async function* hlsBytes(
  { url, text }: { url: URL; text: string },
  fetching: Fetching,
): AsyncGenerator<Buffer, void, void> {
  const list = new FollowedPlaylist(fetching)
  let playlist = await list.begin(url, text)
  for (;;) {
    for (const segment of list.fresh(playlist)) yield* segmentBytes(list, segment, fetching)
    if (playlist.isEnded || fetching.signal.aborted) return
    await sleepUnless(fetching.signal, fetching.clock, list.waitMs(playlist))
    if (fetching.signal.aborted) return
    playlist = await list.load()
  }
}

async function* segmentBytes(
  list: FollowedPlaylist,
  { uri, mapUri }: HlsSegment,
  fetching: Fetching,
): AsyncGenerator<Buffer, void, void> {
  for (const wanted of list.takeMap(mapUri) ? [mapUri, uri] : [uri]) {
    if (wanted === null) continue
    const fetched = await fetchChecked(parseSourceUrl(wanted, list.url), fetching)
    // Whole, so that a connection that breaks off leaves no half a segment.
    yield await wholeOf(fetched, { ...fetching, bytesMax: SEGMENT_BYTES_MAX })
  }
}

class FollowedPlaylist {
  readonly #fetching: Fetching
  #url = new URL('http://invalid')
  #lastSequence: number | undefined
  #mapUri: string | null = null
  #newsMs = 0
  #hadNews = false

  constructor(fetching: Fetching) {
    this.#fetching = fetching
  }

  /** What its URIs are relative to. */
  get url(): URL {
    return this.#url
  }

  /** From the text that was met: a list of lists leads to the leanest of them that sounds. */
  async begin(url: URL, text: string): Promise<MediaPlaylist> {
    this.#url = url
    this.#newsMs = this.#fetching.clock.monotonicMs()
    const first = parsePlaylist(text)
    if (first.kind === 'media') return first
    const [leanest] = first.variants.sort((a, b) => a.bandwidth - b.bandwidth)
    const apart = first.renditions.find(({ groupId }) => groupId === leanest?.audioGroup)
    const uri = apart?.uri ?? leanest?.uri
    if (uri === undefined) throw new CodedError('sourceNotSupported', 'a playlist without a stream')
    this.#url = parseSourceUrl(uri, url)
    return this.load()
  }

  async load(): Promise<MediaPlaylist> {
    const fetched = await fetchChecked(this.#url, this.#fetching)
    const text = await wholeOf(fetched, { ...this.#fetching, bytesMax: PLAYLIST_BYTES_MAX })
    this.#url = fetched.url
    const playlist = parsePlaylist(text.toString('utf8'))
    if (playlist.kind !== 'media') throw new CodedError('sourceNotSupported', 'a list of lists of lists')
    return playlist
  }

  /** The segments that were not there before. */
  fresh({ segments, isEnded, targetMs }: MediaPlaylist): HlsSegment[] {
    const { clock } = this.#fetching
    const last = segments.at(-1)?.sequence ?? -1
    // A station that began anew counts from the beginning.
    const from =
      this.#lastSequence !== undefined && last < this.#lastSequence ? undefined : this.#lastSequence
    const unheard = segments.filter(({ sequence }) => from === undefined || sequence > from)
    this.#hadNews = unheard.length > 0
    if (this.#hadNews) {
      this.#lastSequence = last
      this.#newsMs = clock.monotonicMs()
    } else if (
      clock.monotonicMs() - this.#newsMs >
      Math.max(STANDSTILL_MS_MIN, STANDSTILL_TARGETS * targetMs)
    )
      throw new CodedError('sourceUnreachable', `${this.#url.host} has nothing new`)
    return isEnded ? unheard : unheard.slice(-SEGMENTS_BEFORE_END)
  }

  /** RFC 8216 §6.3.4: after a change a target duration, else half of it. */
  waitMs({ targetMs }: MediaPlaylist): number {
    return this.#hadNews ? targetMs : targetMs / 2
  }

  /** Whether this map has to be sent, now that it is taken. */
  takeMap(mapUri: string | null): boolean {
    const isNew = mapUri !== this.#mapUri
    this.#mapUri = mapUri
    return isNew
  }
}
