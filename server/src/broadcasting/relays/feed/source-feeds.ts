import { CodedError } from '@tieng-lang/protocol'
import { type FeedListener, type FeedParts, SourceFeed } from './source-feed.ts'

/** Each has a connection and a process of ffmpeg. */
const FEEDS_MAX = 30

/** Every station that is relayed now, each fetched once: the communes of a province mostly relay the same one. */
export class SourceFeeds {
  readonly #parts: FeedParts
  readonly #feeds = new Map<string, SourceFeed>()

  constructor(parts: FeedParts) {
    this.#parts = parts
  }

  /** Throws `limitExceeded` where one station more would be too many. */
  checkRoom(url: string): void {
    if (!this.#feeds.has(url) && this.#feeds.size >= FEEDS_MAX)
      throw new CodedError('limitExceeded', `${FEEDS_MAX} stations at once`)
  }

  /** Gives the way to leave; the last to leave ends it. Throws `limitExceeded`. */
  join(url: string, listener: FeedListener): () => void {
    const feed = this.#feeds.get(url) ?? this.#begin(url)
    const leave = feed.join(listener)
    return () => {
      leave()
      if (feed.listenerCount > 0 || this.#feeds.get(url) !== feed) return
      this.#feeds.delete(url)
      feed.stop()
    }
  }

  /** Why a station gives nothing now; undefined where it does. */
  troubleOf(url: string): CodedError | undefined {
    return this.#feeds.get(url)?.trouble
  }

  stop(): void {
    for (const feed of this.#feeds.values()) feed.stop()
    this.#feeds.clear()
  }

  #begin(url: string): SourceFeed {
    this.checkRoom(url)
    const feed = new SourceFeed(url, this.#parts)
    this.#feeds.set(url, feed)
    feed.start()
    return feed
  }
}
