import { DAY_MS, HOUR_MS } from '@tieng-lang/protocol'
import { expect, test } from 'vitest'
import type { Played } from './simulation/play/play-story.ts'
import { shrinkStory } from './simulation/shrink/shrink-story.ts'
import { storyLines } from './simulation/shrink/story-lines.ts'
import { makeStory } from './simulation/story/make-story.ts'
import type { Story } from './simulation/story/story.ts'

const FACTS = { clusterDays: 0, heardMs: 0, soundsHeard: 0, recordsStored: 0, actsDone: 0, faults: 0 }

/** Fails where this cluster loses its power after the server was killed at least once. */
function fails({ events, clusterIds }: Story): boolean {
  const killed = events.findIndex(({ event }) => event.kind === 'serverKilled')
  return (
    clusterIds.includes('cum-2') &&
    killed >= 0 &&
    events.slice(killed).some(({ event }) => event.kind === 'powerCut' && event.clusterId === 'cum-2')
  )
}

async function play(story: Story): Promise<Played> {
  const found = { invariant: 'power', sentence: 'cum-2 lost it', afterMs: story.days * DAY_MS - HOUR_MS }
  return { violations: fails(story) ? [found] : [], hash: '', facts: FACTS }
}

test('a story that fails is told in the fewest events, clusters and days that still fail', async () => {
  const story = makeStory('shrinking', { days: 12, clusters: 5 })
  const played = await play(story)
  expect(played.violations).toHaveLength(1)
  expect(story.events.length).toBeGreaterThan(100)
  const shrunk = await shrinkStory(story, played, { play, playsMax: 1_000 })
  expect(shrunk.story.events.map(({ event }) => event.kind)).toEqual(['serverKilled', 'powerCut'])
  expect(shrunk.story.clusterIds).toEqual(['cum-2'])
  expect(shrunk.story.days).toBeLessThan(12)
  expect(storyLines(shrunk.story)).toHaveLength(2)
  expect(fails(shrunk.story)).toBe(true)
})

test('the same seed tells the same story', () => {
  const size = { days: 3, clusters: 4 }
  expect(makeStory('one', size)).toEqual(makeStory('one', size))
  expect(makeStory('one', size)).not.toEqual(makeStory('other', size))
})
