import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RetainedStore } from '../../../src/messaging/broker/retained-store.ts'

const word = fc.constantFrom('a', 'b', 'c', '', '$x')
const topic = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join('/'))
const filter = fc
  .tuple(
    fc.array(fc.oneof(word, fc.constant('+')), { minLength: 1, maxLength: 4 }),
    fc.constantFrom('', '/#'),
  )
  .map(([words, end]) => words.join('/') + end)
const anyFilter = fc.oneof(filter, fc.constant('#'))

/** MQTT 3.1.1 §4.7, as a regular expression over the whole topic. */
function naiveMatches(wanted: string, name: string): boolean {
  if (name.startsWith('$') && /^[+#]/.test(wanted)) return false
  if (wanted === '#') return true
  const pattern = wanted.replace(/\$/g, '\\$').replace(/\+/g, '[^/]*').replace(/\/#$/, '(/.*)?')
  return new RegExp(`^${pattern}$`).test(name)
}

test('MQTT 3.1.1 §4.7: what a filter matches equals a naive matcher over all topics', () => {
  fc.assert(
    fc.property(fc.array(topic, { maxLength: 30 }), fc.array(topic), anyFilter, (kept, removed, wanted) => {
      const store = new RetainedStore<string>()
      for (const name of kept) store.set(name, name)
      for (const name of removed) store.delete(name)
      const left = [...new Set(kept)].filter((name) => !removed.includes(name))
      expect(store.size).toBe(left.length)
      expect(store.match(wanted).sort()).toEqual(left.filter((name) => naiveMatches(wanted, name)).sort())
    }),
    { numRuns: 2_000 },
  )
})

test('an exact topic is found by its name, and the newest value replaces', () => {
  const store = new RetainedStore<number>()
  store.set('a/b', 1)
  store.set('a/b', 2)
  expect([store.get('a/b'), store.match('a/b'), store.size]).toEqual([2, [2], 1])
  store.delete('a/b')
  store.delete('a/b')
  expect([store.get('a/b'), store.match('a/b'), store.size]).toEqual([undefined, [], 0])
})

test("the agent's own filters cost the same beside 100 topics and beside 100,000", () => {
  const timed = (topics: number) => {
    const store = new RetainedStore<string>()
    for (let index = 0; index < topics; index++) store.set(`tl/v1/clusters/c-${index}/plan`, 'plan')
    store.set('tl/v1/areas/a-1/emergencies/e-1', 'emergency')
    const beganNs = process.hrtime.bigint()
    for (let turn = 0; turn < 2_000; turn++) {
      store.match('tl/v1/clusters/c-50/plan')
      store.match('tl/v1/areas/a-1/emergencies/+')
    }
    return Number(process.hrtime.bigint() - beganNs)
  }
  timed(100)
  // A scan would take a thousand times as long; ten leaves room for caches and a busy machine.
  expect(Math.min(timed(100_000), timed(100_000)) / timed(100)).toBeLessThan(10)
})
