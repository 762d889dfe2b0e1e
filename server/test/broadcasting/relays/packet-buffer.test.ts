import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PacketBuffer } from '../../../src/broadcasting/relays/feed/packet-buffer.ts'

const packet = (index: number) => ({ captureSample: index * 960, levelDb: -20, opus: Uint8Array.of(9 << 3) })

/** Takes one each 20 ms until `untilMs`, with what arrives when; gives when each index was taken. */
function played(arrivals: readonly number[], untilMs: number): Map<number, number> {
  const buffer = new PacketBuffer()
  const taken = new Map<number, number>()
  let next = 0
  for (let nowMs = 0; nowMs <= untilMs; nowMs += 20) {
    for (; (arrivals[next] ?? Number.POSITIVE_INFINITY) <= nowMs; next += 1) buffer.push(packet(next), nowMs)
    const now = buffer.take(nowMs)
    if (now) taken.set(now.captureSample / 960, nowMs)
  }
  return taken
}

/** As they would come without any hiccup. */
const evenly = (count: number) => Array.from({ length: count }, (_, index) => index * 20)

test('what comes in heaps is played evenly', () => {
  const heaps = evenly(1_000).map((at) => Math.ceil(at / 500) * 500)
  const taken = played(heaps, 19_000)
  const times = [...taken.values()]
  expect(times.slice(1).every((at, index) => at - (times[index] ?? 0) === 20)).toBe(true)
})

test('what a station keeps back and gives at once is left out: its sound is no later than before', () => {
  const stalled = evenly(1_500).map((at) => (at >= 10_000 && at < 15_000 ? 15_000 : at))
  const taken = played(stalled, 29_000)
  const delayOf = (index: number) => (taken.get(index) ?? 0) - index * 20
  expect(delayOf(200)).toBe(1_000)
  const back = [...taken].filter(([, at]) => at > 15_000)
  expect(back[0]?.[1]).toBeLessThan(17_000)
  for (const [index] of back) expect(delayOf(index)).toBeLessThanOrEqual(delayOf(200) + 20)
})

test('a station’s reserve is kept up, and another connection begins without what was left of the one before', () => {
  const reserve = evenly(1_000).map((at) => Math.max(0, at - 4_000))
  const taken = played(reserve, 12_000)
  expect(taken.get(0)).toBe(1_000)
  const buffer = new PacketBuffer()
  for (let index = 0; index < 100; index += 1) buffer.push(packet(index), 0)
  expect(buffer.take(1_000)?.captureSample).toBe(0)
  buffer.beginConnection()
  expect(buffer.take(1_020)?.captureSample).toBe(960)
  buffer.push(packet(500), 1_040)
  expect(buffer.take(1_040)).toBeUndefined()
  expect(buffer.depthMs).toBe(20)
})

test('whatever comes when: in its order, each once, never two in 20 ms', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 400 }), (waits) => {
      let at = 0
      const taken = played(
        waits.map((wait) => {
          at += wait
          return at
        }),
        30_000,
      )
      const indexes = [...taken.keys()]
      return indexes.every((index, place) => place === 0 || index > (indexes[place - 1] ?? 0))
    }),
    { numRuns: 100 },
  )
})
