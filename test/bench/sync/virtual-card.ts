import type { FrameSource } from '@tieng-lang/edge-agent'
import type { Clock } from '@tieng-lang/protocol'
import { FrameFeeder } from '../../../edge-agent/src/hardware/output/frame-feeder.ts'
import { SampleClock } from '../../../edge-agent/src/hardware/output/sample-clock.ts'
import {
  CARD_SAMPLE_RATE_HZ,
  PERIOD_SAMPLES,
  type PlayBlock,
  SoundCard,
} from '../../../hardware-sim/src/board/sound-card.ts'
import type { SeededChance, VirtualClock } from '../../../hardware-sim/src/virtual/index.ts'

const BUFFER_MS = 150
/** How late an agent reads what its card said at the end of a period: the link and the event loop. */
const READ_LATE_MS_MIN = 0.1
const READ_LATE_MS_MAX = 1.5

export interface VirtualCardOptions {
  /** True time, and the one that the agent's machine shows. */
  clock: VirtualClock
  machine: Clock
  chance: SeededChance
  /** Of the card's own crystal against true time. */
  ppm: number
  source: FrameSource
  play: PlayBlock
}

/** A simulated card in virtual time, fed as every real one is: it tells where it is once in a period, 20 ms. */
export class VirtualCard {
  readonly card: SoundCard
  readonly #options: VirtualCardOptions
  readonly #sampleClock = new SampleClock(CARD_SAMPLE_RATE_HZ)
  readonly #feeder: FrameFeeder
  #periods = 0

  constructor(options: VirtualCardOptions) {
    const { clock, machine, ppm, play } = options
    this.#options = options
    this.card = new SoundCard({ clock, ppm, bufferMs: BUFFER_MS, graceMs: 0 }, play)
    this.#feeder = new FrameFeeder({
      ...{ clock: machine, sampleClock: this.#sampleClock, latencyMs: 0, bufferMs: BUFFER_MS },
      write: (samples) => this.card.accept(samples),
      sendLimitSamples: () => Number.POSITIVE_INFINITY,
      onUnderrun: () => {},
    })
  }

  start(): void {
    this.card.start()
    this.card.connect()
    this.#feeder.play(this.#options.source, () => {})
    this.#schedule()
  }

  #schedule(): void {
    const { clock, chance } = this.#options
    this.#periods += 1
    const lateMs = READ_LATE_MS_MIN + chance.next() * (READ_LATE_MS_MAX - READ_LATE_MS_MIN)
    const dueMs = this.card.monotonicMsOf(this.#periods * PERIOD_SAMPLES)
    clock.after(dueMs + lateMs - clock.monotonicMs(), () => this.#read())
  }

  /** What it says is of the period's end; it is read a little later. */
  #read(): void {
    this.card.render()
    const positionSamples = this.#periods * PERIOD_SAMPLES
    const sinceSamples = Math.max(0, this.card.positionSamples() - positionSamples)
    this.#sampleClock.observe(positionSamples, this.#options.machine.monotonicMs())
    this.#feeder.observe(positionSamples, this.card.consumedSamples() - sinceSamples)
    this.#feeder.feed()
    this.#schedule()
  }
}
