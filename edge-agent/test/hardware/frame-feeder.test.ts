import { describe, expect, it } from 'vitest'
import { FRAME_SAMPLES } from '../../src/audio/frame.ts'
import { FrameFeeder } from '../../src/hardware/output/frame-feeder.ts'
import { SampleClock } from '../../src/hardware/output/sample-clock.ts'
import { ManualClock } from './manual-clock.ts'

/** A card that plays what it was given at its own rate, and says so every 20 ms of its feeder. */
class Card {
  readonly clock = new ManualClock()
  readonly sampleClock = new SampleClock(48_000)
  readonly heardAts: number[] = []
  readonly feeder: FrameFeeder
  grantedSamples = Number.POSITIVE_INFINITY
  underruns = 0
  hasEnded = false
  framesLeft = Number.POSITIVE_INFINITY
  readonly #samplesPerMs: number
  #queuedSamples = 0
  #consumedSamples = 0
  #positionSamples = 0

  constructor(ppm: number) {
    this.#samplesPerMs = 48 * (1 + ppm * 1e-6)
    this.feeder = new FrameFeeder({
      clock: this.clock,
      sampleClock: this.sampleClock,
      latencyMs: 0,
      bufferMs: 150,
      write: () => {
        this.#queuedSamples += FRAME_SAMPLES
      },
      sendLimitSamples: () => this.grantedSamples,
      onUnderrun: () => {
        this.underruns += 1
      },
    })
  }

  play(): void {
    const frame = new Float32Array(FRAME_SAMPLES)
    const readFrame = (heardAt: number) => {
      this.framesLeft -= 1
      this.heardAts.push(heardAt)
      return this.framesLeft < 0 ? null : frame
    }
    this.feeder.play({ readFrame }, () => {
      this.hasEnded = true
    })
  }

  /** Lets time pass in steps of 20 ms and gives the most that was ever unplayed, in ms. */
  run(durationMs: number, isFed = true): number {
    let unplayedMsMax = 0
    for (let passedMs = 0; passedMs < durationMs; passedMs += 20) {
      this.clock.advance(20)
      this.#positionSamples += 20 * this.#samplesPerMs
      const played = Math.min(this.#queuedSamples, 20 * this.#samplesPerMs)
      this.#queuedSamples -= played
      this.#consumedSamples += played
      this.sampleClock.observe(this.#positionSamples, this.clock.monotonicMs())
      this.feeder.observe(this.#positionSamples, this.#consumedSamples)
      if (isFed) this.feeder.feed()
      unplayedMsMax = Math.max(unplayedMsMax, this.#queuedSamples / 48)
    }
    return unplayedMsMax
  }

  steps(): number[] {
    return this.heardAts.slice(1).map((heardAt, index) => heardAt - (this.heardAts[index] ?? 0))
  }
}

describe('the frame feeder', () => {
  it.each([100, -100])('at %i ppm never has more than 120 ms unplayed, and heardAt runs evenly', (ppm) => {
    const card = new Card(ppm)
    card.play()
    expect(card.run(20_000)).toBeLessThanOrEqual(120)
    expect(card.underruns).toBe(0)
    const frameMs = 20 / (1 + ppm * 1e-6)
    for (const step of card.steps()) expect(Math.abs(step - frameMs)).toBeLessThan(0.01)
    const lastAheadMs = (card.heardAts.at(-1) ?? 0) - card.clock.now()
    expect(lastAheadMs).toBeGreaterThan(60)
    expect(lastAheadMs).toBeLessThan(100)
  })

  it('a step of the wall clock shifts heardAt exactly once', () => {
    const card = new Card(100)
    card.play()
    card.run(2_000)
    card.clock.wallOffsetMs -= 3_600_000
    card.run(2_000)
    const odd = card.steps().filter((step) => Math.abs(step - 20) > 0.1)
    expect(odd).toHaveLength(1)
    expect(odd[0]).toBeCloseTo(20 - 3_600_000, 1)
  })

  it('after an underrun primes the card again, and heardAt is right again', () => {
    const card = new Card(0)
    card.play()
    card.run(1_000)
    card.run(400, false)
    const before = card.heardAts.length
    card.run(1_000)
    expect(card.underruns).toBe(1)
    expect((card.heardAts[before] ?? 0) - (card.heardAts[before - 1] ?? 0)).toBeGreaterThan(400)
    expect((card.heardAts.at(-1) ?? 0) - card.clock.now()).toBeLessThan(100)
  })

  it('sends no more than the card grants', () => {
    const card = new Card(0)
    card.grantedSamples = FRAME_SAMPLES * 7
    card.play()
    card.run(1_000)
    expect(card.feeder.sentSamples).toBe(FRAME_SAMPLES * 7)
  })

  it('tells the end of a source once, and plays another one after it', () => {
    const card = new Card(0)
    card.framesLeft = 30
    card.play()
    card.run(2_000)
    expect(card.hasEnded).toBe(true)
    expect(card.heardAts).toHaveLength(31)
    expect(card.underruns).toBe(0)
    card.framesLeft = Number.POSITIVE_INFINITY
    card.play()
    card.run(1_000)
    expect(card.heardAts.length).toBeGreaterThan(60)
    expect((card.heardAts.at(-1) ?? 0) - card.clock.now()).toBeLessThan(100)
  })
})
