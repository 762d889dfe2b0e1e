import { CodedError, SECOND_MS } from '@tieng-lang/protocol'
import { expect, test } from 'vitest'
import { SourceFeed } from '../../../src/broadcasting/relays/feed/source-feed.ts'
import type { CapturedPacket } from '../../../src/media/capture/capture.ts'
import { sleepUnless } from '../../../src/media/relay-source/within.ts'
import { settled } from '../../live/desk-room.ts'
import { ManualClock } from '../../streaming/manual-wire.ts'

const URL = 'http://dai.vn/live'
/** DESIGN: after any hiccup the sound is at capture + delay again within two seconds. */
const BACK_MS_MAX = 2_000

type Outage = 'refuses' | 'says nothing'

/** A station behind a network: while that is cut its calls are refused, or hang for good as they do without an answer. */
class CutStation {
  readonly clock = new ManualClock()
  readonly feed: SourceFeed
  /** When it was called. */
  readonly calledMs: number[] = []
  /** When a packet was given on. */
  readonly heardMs: number[] = []
  openCount = 0
  /** Of any 20 ms. */
  openCountMax = 0
  outage: Outage | undefined
  readonly #pieceMs: number

  /** @param pieceMs it gives so much at once; @param chance of the server */
  constructor({ pieceMs = 20, chance = () => 0.5 }: { pieceMs?: number; chance?: () => number } = {}) {
    this.#pieceMs = pieceMs
    const open = (_: string, signal: AbortSignal) => this.#open(signal)
    this.feed = new SourceFeed(URL, { clock: this.clock, chance: { next: chance }, open })
    this.feed.join((_, packet) => {
      if (packet) this.heardMs.push(this.clock.monotonicMs())
    })
    this.feed.start()
  }

  async pass(ms: number): Promise<void> {
    for (let passedMs = 0; passedMs < ms; passedMs += 20) {
      this.clock.advance(20)
      await settled()
      this.openCountMax = Math.max(this.openCountMax, this.openCount)
    }
  }

  async *#open(signal: AbortSignal): AsyncGenerator<CapturedPacket, void, void> {
    this.calledMs.push(this.clock.monotonicMs())
    this.openCount += 1
    try {
      yield* this.#packets(signal)
    } finally {
      this.openCount -= 1
    }
  }

  async *#packets(signal: AbortSignal): AsyncGenerator<CapturedPacket, void, void> {
    const beganMs = this.clock.monotonicMs()
    for (let captureSample = 0; !signal.aborted; ) {
      if (this.outage === 'refuses') throw new CodedError('sourceUnreachable', 'it is cut')
      // What was under way when it was cut never goes on, also after that.
      if (this.outage) return await untilAborted(signal)
      for (let ms = 0; ms < this.#pieceMs; ms += 20, captureSample += 960)
        yield { captureSample, levelDb: -20, opus: Uint8Array.of(9 << 3) }
      await sleepUnless(signal, this.clock, beganMs + captureSample / 48 - this.clock.monotonicMs())
    }
  }
}

const untilAborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve())
  })

test.each<[Outage, number]>([
  ['refuses', 1],
  ['refuses', 12],
  ['refuses', 600],
  ['says nothing', 3],
  ['says nothing', 47],
  ['says nothing', 600],
])(
  'a station that %s for %i s is heard within two seconds of being back, at whatever moment',
  async (outage, outageS) => {
    const station = new CutStation()
    await station.pass(5_000)
    // Against the pauses between two calls every moment is met.
    for (let moment = 0; moment < 10; moment += 1) {
      station.outage = outage
      await station.pass(outageS * SECOND_MS + 140 * moment)
      station.outage = undefined
      const backMs = station.clock.monotonicMs()
      await station.pass(5_000)
      const heardMs = station.heardMs.find((ms) => ms > backMs) ?? Number.POSITIVE_INFINITY
      expect(heardMs - backMs).toBeLessThanOrEqual(BACK_MS_MAX)
      expect(station.openCount).toBe(1)
      if (outageS === 600 && moment === 2) break
    }
    station.feed.stop()
    await settled()
    expect(station.openCount).toBe(0)
  },
)

test.each<Outage>(['refuses', 'says nothing'])(
  'a station that %s is called no more than three times a second, and ten times at once',
  async (outage) => {
    const station = new CutStation({ chance: () => 0.999 })
    await station.pass(5_000)
    expect(station.calledMs).toHaveLength(1)
    station.outage = outage
    await station.pass(60_000)
    expect(station.calledMs.length).toBeLessThan(1 + 60 * 3)
    const inFirstMinute = station.calledMs.length
    await station.pass(60_000)
    expect(station.calledMs.length - inFirstMinute).toBeLessThan(60 * 1.6)
    expect(station.openCountMax).toBeLessThanOrEqual(10)
    station.feed.stop()
  },
)

test('what comes in pieces of six seconds is no outage: it is called once', async () => {
  const station = new CutStation({ pieceMs: 6_000 })
  await station.pass(120_000)
  expect(station.calledMs).toHaveLength(1)
  expect(station.heardMs.length).toBeGreaterThan(118 * 50)
  station.feed.stop()
})

test('a station that takes three seconds to begin is called once', async () => {
  const station = new CutStation()
  station.outage = 'says nothing'
  await station.pass(2_900)
  expect(station.calledMs).toHaveLength(1)
  station.feed.stop()
})

test('a thousand servers that lose a station at once come back to it one by one', async () => {
  let seed = 1
  const chance = () => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed / 2_147_483_647
  }
  const stations = Array.from({ length: 100 }, () => new CutStation({ chance }))
  for (const station of stations) {
    await station.pass(2_000)
    station.outage = 'refuses'
    await station.pass(30_000)
    station.feed.stop()
  }
  // Whatever 20 ms are looked at: a few of each hundred, where all would come in the same.
  const counts = new Map<number, number>()
  for (const { calledMs } of stations)
    for (const ms of calledMs.filter((each) => each > 20_000)) counts.set(ms, (counts.get(ms) ?? 0) + 1)
  expect(Math.max(...counts.values())).toBeLessThan(20)
})
