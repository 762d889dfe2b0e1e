import { describe, expect, test } from 'vitest'
import { runSeed } from './simulation/command-line/run-seed.ts'
import { playStory } from './simulation/play/play-story.ts'
import { makeStory } from './simulation/story/make-story.ts'

const SIZE = { days: 5, clusters: 4 }
const SEEDS = ['1', '2', '3']
/** Enough to see what it is about; `npm run simulate` looks for the shortest. */
const PLAYS_MAX = 20

describe(`${SIZE.days} days of ${SIZE.clusters} clusters, with people at work and everything failing now and then`, () => {
  for (const seed of SEEDS)
    test(`seed ${seed}: nothing is lost, nothing sounds twice, nothing sounds that must not`, async () => {
      const { lines = [] } = await runSeed({ seed, ...SIZE }, { playsMax: PLAYS_MAX })
      expect(lines.join('\n')).toBe('')
    })
})

test('the same story gives the same sounds, acts and records, to the last bit; another seed does not', async () => {
  const size = { days: 1, clusters: 2 }
  const hashes = []
  for (const seed of ['one', 'one', 'other']) hashes.push((await playStory(makeStory(seed, size))).hash)
  expect(hashes[0]).toBe(hashes[1])
  expect(hashes[0]).not.toBe(hashes[2])
})
