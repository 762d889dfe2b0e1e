import { ModbusBoard, PcmLinkInput } from '@tieng-lang/edge-agent'
import { sleep } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { afterEach, expect, test } from 'vitest'
import { SimulatedBoard, type SimulatedBoardOptions } from '../src/index.ts'

const STATIONS = [
  { frequencyKhz: 91_000, toneHz: 600 },
  { frequencyKhz: 99_900, toneHz: 1_500 },
]
const parts: { stop(): Promise<void> }[] = []

afterEach(async () => {
  for (const part of parts.splice(0).reverse()) await part.stop()
})

async function boardWith(options: Partial<SimulatedBoardOptions>) {
  const board = new SimulatedBoard({ clock: systemClock, ...options })
  await board.start()
  const agent = new ModbusBoard({
    clock: systemClock,
    host: '127.0.0.1',
    port: board.modbus.port,
    pollMs: 50,
  })
  await agent.start()
  parts.push(board, agent)
  await until(() => agent.readings().isReachable)
  return { board, agent }
}

async function until(isSo: () => boolean, limitMs = 5_000): Promise<void> {
  const endMs = systemClock.monotonicMs() + limitMs
  while (!isSo()) {
    if (systemClock.monotonicMs() > endMs) throw new Error(`Not so within ${limitMs} ms: ${isSo}`)
    await sleep(systemClock, 10)
  }
}

/** Everything that has come over the capture link of a board. */
function listenTo(board: SimulatedBoard) {
  const heard: number[] = []
  let begun = 0
  const input = new PcmLinkInput({
    clock: systemClock,
    host: '127.0.0.1',
    port: board.tuner?.link.port ?? 0,
  })
  input.start({
    begin: () => {
      begun += 1
    },
    take: (pcm) => heard.push(...pcm),
  })
  parts.push(input)
  return { heard, begun: () => begun }
}

/** The frequency of a tone by its zero crossings. */
function pitchHz(samples: readonly number[]): number {
  let crossings = 0
  for (let index = 1; index < samples.length; index++)
    if ((samples[index - 1] ?? 0) < 0 && (samples[index] ?? 0) >= 0) crossings += 1
  return (crossings * 48_000) / samples.length
}

test('a board without a tuner says so, and refuses to be tuned', async () => {
  const { agent } = await boardWith({})
  expect(agent.readings()).toMatchObject({ hasTuner: false, tunerKhz: null, isTunerOpen: false })
  await expect(agent.setTuner(91_000)).rejects.toMatchObject({ code: 'refusedByBoard' })
})

test('a tuner is heard where it is tuned to, while its gate is open, and nowhere else', async () => {
  const { board, agent } = await boardWith({ tuner: { stations: STATIONS } })
  const { heard, begun } = listenTo(board)
  await until(() => begun() === 1)
  expect(agent.readings()).toMatchObject({ hasTuner: true, tunerKhz: 87_500, isTunerOpen: false })
  await sleep(systemClock, 100)
  expect(heard).toEqual([])

  await agent.setTuner(91_000)
  await until(() => agent.readings().hasTunerCarrier === true)
  expect(agent.readings()).toMatchObject({ tunerKhz: 91_000, isTunerOpen: true })
  await until(() => heard.length > 24_000)
  expect(pitchHz(heard.slice(0, 24_000))).toBeCloseTo(600, -1)

  await agent.setTuner(99_900)
  heard.length = 0
  await until(() => heard.length > 24_000)
  expect(pitchHz(heard.slice(0, 24_000))).toBeCloseTo(1_500, -1)
  // It is shut before it is tuned on.
  expect(board.tuner?.commands.slice(-3)).toEqual([
    { isGateOpen: false, frequencyKhz: 91_000 },
    { isGateOpen: false, frequencyKhz: 99_900 },
    { isGateOpen: true, frequencyKhz: 99_900 },
  ])

  await agent.setTuner(null)
  const sentPeriods = board.tuner?.link.sentPeriods
  await sleep(systemClock, 100)
  expect(board.tuner?.link.sentPeriods).toBe(sentPeriods)
})

test('a frequency without a station, and a station that is lost, are silence without a carrier', async () => {
  const { board, agent } = await boardWith({ tuner: { stations: STATIONS } })
  const { heard } = listenTo(board)
  await agent.setTuner(104_500)
  await until(() => heard.length > 4_800)
  expect(agent.readings()).toMatchObject({ tunerKhz: 104_500, hasTunerCarrier: false })
  expect(heard.every((sample) => sample === 0)).toBe(true)

  await agent.setTuner(91_000)
  expect(agent.readings().hasTunerCarrier).toBe(true)
  board.tuner?.lostKhz.add(91_000)
  await until(() => agent.readings().hasTunerCarrier === false)
  board.tuner?.lostKhz.clear()
  await until(() => agent.readings().hasTunerCarrier === true)
})

test('a loose cable of the capture link is plugged in again by itself', async () => {
  const { board, agent } = await boardWith({ tuner: { stations: STATIONS, ppm: 80 } })
  const { heard, begun } = listenTo(board)
  await agent.setTuner(91_000)
  await until(() => heard.length > 0)
  board.tuner?.link.disconnect()
  await until(() => begun() === 2)
  heard.length = 0
  await until(() => heard.length > 0)
})
