import { expect, test } from 'vitest'
import { type Board, BoardError, noReadings, type Readings } from '../../src/hardware/index.ts'
import { TunerGate } from '../../src/tuner/tuner-gate.ts'

/** A board that answers when it is let, and is read when a test says so. */
class SlowBoard implements Pick<Board, 'readings' | 'setTuner' | 'onReadings'> {
  readonly told: (number | null)[] = []
  state: Readings = { ...noReadings(), hasTuner: true, isTunerOpen: false, tunerKhz: 87_500 }
  isDead = false
  isHeld = false
  #letGo: () => void = () => {}
  #run: (readings: Readonly<Readings>) => void = () => {}

  async setTuner(frequencyKhz: number | null): Promise<void> {
    this.told.push(frequencyKhz)
    if (this.isHeld) await new Promise<void>((resolve) => (this.#letGo = resolve))
    if (this.isDead) throw new BoardError('timedOut', 'no answer')
    this.state = {
      ...this.state,
      isTunerOpen: frequencyKhz !== null,
      tunerKhz: frequencyKhz ?? this.state.tunerKhz,
    }
  }

  readings(): Readings {
    return this.state
  }

  onReadings(run: (readings: Readonly<Readings>) => void): void {
    this.#run = run
  }

  async letGo(): Promise<void> {
    this.isHeld = false
    this.#letGo()
    await settled()
  }

  async read(times = 1): Promise<void> {
    for (let each = 0; each < times; each += 1) this.#run(this.state)
    await settled()
  }
}

function gateOf(board: SlowBoard) {
  const seen = { strays: 0, failures: 0 }
  const gate = new TunerGate({
    board,
    onStray: () => {
      seen.strays += 1
    },
    onFailure: () => {
      seen.failures += 1
    },
  })
  gate.start()
  return { gate, seen }
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve()
}

test('nothing is told to a board whose tuner is shut, until it is wanted; then each change once', async () => {
  const board = new SlowBoard()
  const { gate } = gateOf(board)
  gate.want(null)
  await board.read(3)
  expect(board.told).toEqual([])
  for (const wanted of [91_000, 91_000, null, null]) {
    gate.want(wanted)
    await board.read(3)
  }
  expect(board.told).toEqual([91_000, null])
})

test('a tuner that nobody wants any more while it is being opened is shut behind it', async () => {
  const board = new SlowBoard()
  board.isHeld = true
  const { gate } = gateOf(board)
  gate.want(91_000)
  gate.want(null)
  expect(board.told).toEqual([91_000])
  await board.letGo()
  expect(board.told).toEqual([91_000, null])
  expect(board.state.isTunerOpen).toBe(false)
})

test('a gate that stands open uncommanded is shut, as after the agent’s death; it is told', async () => {
  const board = new SlowBoard()
  board.state.isTunerOpen = true
  const { seen } = gateOf(board)
  await board.read(3)
  expect(board.told).toEqual([null])
  expect(seen.strays).toBe(1)
})

test('a board that started anew, or was tuned by somebody else, is tuned again', async () => {
  const board = new SlowBoard()
  const { gate, seen } = gateOf(board)
  gate.want(91_000)
  await settled()
  board.state.isTunerOpen = false
  await board.read(2)
  board.state.tunerKhz = 104_500
  await board.read(2)
  expect(board.told).toEqual([91_000, 91_000, 91_000])
  expect(seen.strays).toBe(0)
})

test('one reading that was on its way changes nothing', async () => {
  const board = new SlowBoard()
  const { gate } = gateOf(board)
  gate.want(91_000)
  await settled()
  board.state.isTunerOpen = false
  await board.read()
  board.state.isTunerOpen = true
  await board.read()
  expect(board.told).toEqual([91_000])
})

test('a board that does not answer is told again once it is read; one without a tuner is left alone', async () => {
  const board = new SlowBoard()
  const { gate, seen } = gateOf(board)
  board.isDead = true
  gate.want(91_000)
  await settled()
  expect(seen.failures).toBe(1)
  board.isDead = false
  await board.read(2)
  expect(board.told).toEqual([91_000, 91_000])
  expect(board.state.isTunerOpen).toBe(true)
  board.told.length = 0
  board.state = { ...board.state, hasTuner: false }
  gate.want(null)
  await settled()
  await board.read(3)
  expect(board.told).toEqual([null])
})
