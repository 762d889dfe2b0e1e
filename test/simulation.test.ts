import { expect, test } from 'vitest'
import { playStory } from './simulation/play/play-story.ts'
import { simulationSuite } from './simulation/simulation-suite.ts'
import { makeStory } from './simulation/story/make-story.ts'

simulationSuite({ seeds: 3, days: 5, clusters: 4 })

test('the same story gives the same sounds, acts and records, to the last bit; another seed does not', async () => {
  const size = { days: 1, clusters: 2 }
  const hashes = []
  for (const seed of ['one', 'one', 'other']) hashes.push((await playStory(makeStory(seed, size))).hash)
  expect(hashes[0]).toBe(hashes[1])
  expect(hashes[0]).not.toBe(hashes[2])
})
