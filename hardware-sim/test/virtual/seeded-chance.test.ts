import { expect, test } from 'vitest'
import { SeededChance } from '../../src/virtual/seeded-chance.ts'

const draw = (chance: SeededChance, count: number) => Array.from({ length: count }, () => chance.next())

test('the same seed gives the same run, another seed another', () => {
  expect(draw(new SeededChance('a'), 20)).toEqual(draw(new SeededChance('a'), 20))
  expect(draw(new SeededChance('a'), 20)).not.toEqual(draw(new SeededChance('b'), 20))
})

test('numbers lie in [0, 1) and fill it evenly', () => {
  const chance = new SeededChance('even')
  const bins = new Array<number>(10).fill(0)
  const values = draw(chance, 100_000)
  expect(values.every((value) => value >= 0 && value < 1)).toBe(true)
  for (const value of values) {
    const bin = Math.floor(value * 10)
    bins[bin] = (bins[bin] ?? 0) + 1
  }
  // 10,000 expected in each, standard deviation 95: five of them.
  for (const count of bins) expect(Math.abs(count - 10_000)).toBeLessThan(475)
})

test('a fork is a stream of its own: drawing from one leaves the other as it is', () => {
  const one = new SeededChance('seed')
  const expected = draw(one.fork('agent-1'), 5)
  const forked = one.fork('agent-1')
  draw(one.fork('agent-2'), 100)
  expect(draw(forked, 5)).toEqual(expected)
  expect(draw(one.fork('agent-2'), 5)).not.toEqual(expected)
})

test('bytes are as many as asked for', () => {
  const bytes = new SeededChance('bytes').bytes(1_000)
  expect(bytes).toHaveLength(1_000)
  expect(new Set(bytes).size).toBeGreaterThan(200)
})
