import { expect, test } from 'vitest'
import { VirtualBoard, VirtualClock } from '../../src/virtual/index.ts'

const START_AT = Date.UTC(2026, 2, 1)

function run(fromAt: number, untilAt: number) {
  return { soundId: 'a', fromAt, untilAt, fromMs: 0, writtenAt: fromAt - 100 }
}

test('a line carries current while a run is at the horn and the amplifier is warm', async () => {
  const clock = new VirtualClock(START_AT)
  const board = new VirtualBoard({ clock })
  await board.start()
  const currents: [number, number | null | undefined][] = []
  board.onReadings(({ readAt, lines }) => currents.push([readAt - START_AT, lines[0]?.currentA]))
  board.runBegun(run(START_AT + 100, START_AT + 1_700))
  await clock.advance(800)
  await board.setPower(true)
  await clock.advance(5_000)
  expect(currents).toEqual([
    [600, 0],
    [1_100, 0],
    [1_600, 0],
    [1_800, 0],
    [2_100, 0],
  ])
  board.runBegun(run(clock.now() + 100, clock.now() + 1_700))
  await clock.advance(5_000)
  expect(currents.slice(5).map(([, currentA]) => currentA)).toEqual([0.4, 0.4, 0.4, 0])
  board.isLineCut = true
  board.runBegun(run(clock.now() + 100, clock.now() + 1_700))
  await clock.advance(5_000)
  expect(currents.slice(9).map(([, currentA]) => currentA)).toEqual([0, 0, 0, 0])
})

test('says from when on a horn can be heard', async () => {
  const clock = new VirtualClock(START_AT)
  const board = new VirtualBoard({ clock, warmUpMs: 2_000 })
  await board.setPower(true)
  expect([1_999, 2_000].map((ms) => board.isWarmAt(START_AT + ms))).toEqual([false, true])
  await board.setPower(false)
  expect(board.isWarmAt(START_AT + 2_000)).toBe(false)
})
