import { DAY_MS } from '@tieng-lang/protocol'
import type { Played } from '../play/play-story.ts'
import type { Story, StoryEvent } from '../story/story.ts'

export interface ShrinkOptions {
  play: (story: Story) => Promise<Played>
  /** So many plays at most; what has been left out by then stays out. */
  playsMax: number
  onProgress?: (story: Story, plays: number) => void
}

export interface Shrunk {
  story: Story
  played: Played
  plays: number
}

/**
 * The shortest story that still breaks the invariant that `played` broke first: fewer days, fewer clusters, fewer
 * events (Zeller's delta debugging: halves, quarters … single ones are left out as long as it still fails).
 */
export async function shrinkStory(story: Story, played: Played, options: ShrinkOptions): Promise<Shrunk> {
  const shrinking = new Shrinking(story, played, options)
  let sizeBefore: number
  do {
    sizeBefore = shrinking.size
    await shrinking.leaveOutDays()
    await shrinking.leaveOutClusters()
    await shrinking.leaveOutEvents()
  } while (shrinking.size < sizeBefore && !shrinking.isOver)
  return shrinking.shrunk
}

class Shrinking {
  readonly #options: ShrinkOptions
  readonly #invariant: string | undefined
  #story: Story
  #played: Played
  #plays = 0

  constructor(story: Story, played: Played, options: ShrinkOptions) {
    this.#story = story
    this.#played = played
    this.#options = options
    this.#invariant = played.violations[0]?.invariant
  }

  get shrunk(): Shrunk {
    return { story: this.#story, played: this.#played, plays: this.#plays }
  }

  get size(): number {
    const { events, clusterIds, days } = this.#story
    return events.length + clusterIds.length + days
  }

  get isOver(): boolean {
    return this.#plays >= this.#options.playsMax
  }

  async leaveOutDays(): Promise<void> {
    const foundMs = this.#played.violations[0]?.afterMs ?? 0
    await this.#try(withDays(this.#story, Math.max(1, Math.ceil(foundMs / DAY_MS))))
    for (let days = 1; days < this.#story.days && !this.isOver; days = Math.min(days * 2, this.#story.days))
      if (await this.#try(withDays(this.#story, days))) return
  }

  async leaveOutClusters(): Promise<void> {
    await this.#leaveOut(
      () => this.#story.clusterIds,
      (clusterIds) => withClusters(this.#story, clusterIds),
    )
  }

  async leaveOutEvents(): Promise<void> {
    await this.#leaveOut(
      () => this.#story.events,
      (events) => ({ ...this.#story, events }),
    )
  }

  async #leaveOut<T>(present: () => readonly T[], without: (left: readonly T[]) => Story): Promise<void> {
    for (let size = Math.ceil(present().length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
      for (let from = present().length - size; from > -size && !this.isOver; from -= size) {
        const items = present()
        const left = items.filter((_, index) => index < from || index >= from + size)
        if (left.length < items.length) await this.#try(without(left))
      }
    }
  }

  /** @returns whether the smaller story fails alike, and takes the place of the other */
  async #try(story: Story): Promise<boolean> {
    if (this.isOver || story.clusterIds.length === 0) return false
    this.#plays += 1
    const played = await this.#options.play(story)
    const isAlike = played.violations.some(({ invariant }) => invariant === this.#invariant)
    if (isAlike) {
      this.#story = story
      this.#played = played
      this.#options.onProgress?.(story, this.#plays)
    }
    return isAlike
  }
}

function withDays(story: Story, days: number): Story {
  return { ...story, days, events: story.events.filter(({ afterMs }) => afterMs < days * DAY_MS) }
}

function withClusters(story: Story, clusterIds: Story['clusterIds']): Story {
  const gone = story.clusterIds.filter((clusterId) => !clusterIds.includes(clusterId))
  return { ...story, clusterIds, events: story.events.filter(({ event }) => !concernsOnly(event, gone)) }
}

function concernsOnly(event: StoryEvent['event'], gone: Story['clusterIds']): boolean {
  return 'clusterId' in event && gone.includes(event.clusterId)
}
