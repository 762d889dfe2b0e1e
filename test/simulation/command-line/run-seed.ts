import { type PlayedFacts, playStory, type Violation } from '../play/play-story.ts'
import { shrinkStory } from '../shrink/shrink-story.ts'
import { storyLines, whenOf } from '../shrink/story-lines.ts'
import { makeStory, type StorySize } from '../story/make-story.ts'
import type { Story } from '../story/story.ts'

/** What is to be played: a seed's own story, or one that was kept. */
export type Order = ({ seed: string } & StorySize) | { story: Story }

export interface SeedResult {
  seed: string
  hash: string
  violations: readonly Violation[]
  /** The shortest story that still fails; absent where nothing did. */
  story?: Story
  /** The same for people: what was broken, then one line an event. */
  lines?: readonly string[]
  /** Of the whole story, before anything was left out. */
  facts: PlayedFacts
}

export interface SeedOptions {
  /** How often at most a failing story is played to find a shorter one; 0: it stays as it is. */
  playsMax: number
}

/** Plays one seed; where it fails, looks for the shortest story that fails alike. */
export async function runSeed(order: Order, { playsMax }: SeedOptions): Promise<SeedResult> {
  const story = 'story' in order ? order.story : makeStory(order.seed, order)
  const { seed } = story
  const played = await playStory(story)
  const result = { seed, hash: played.hash, violations: played.violations, facts: played.facts }
  if (played.violations.length === 0) return result
  const shrunk = await shrinkStory(story, played, { play: (each) => playStory(each), playsMax })
  const broken = shrunk.played.violations.map(
    ({ invariant, sentence, afterMs }) => `${whenOf(afterMs)}  ✗ ${invariant}: ${sentence}`,
  )
  return {
    ...result,
    violations: shrunk.played.violations,
    story: shrunk.story,
    lines: [...broken, ...storyLines(shrunk.story)],
  }
}
