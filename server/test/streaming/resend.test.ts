import { expect, test } from 'vitest'
import { connected, onAir, SERVER } from './on-air.ts'

const ROUND_TRIP_MS = 100
const run = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index)

test('what was sent again less than two round trips ago is sent once more while plenty is left, and not where little is', async () => {
  const { far, wire, speak, clock } = await onAir({ delayMs: 3_000 })
  const own = await connected(far(0))
  own.say(SERVER, {
    quality: {
      ...{ type: 'listeningQuality', ssrc: own.answers[0]?.listenerSsrc ?? 0, concealedPermille: 0 },
      ...{ restoredPermille: 0, latePermille: 0, bufferMs: 300, roundTripMs: ROUND_TRIP_MS },
    },
  })
  speak(100)
  const resentOf = (sequenceNumbers: number[]) => {
    const before = wire.sent.length
    own.nack(SERVER, sequenceNumbers)
    return wire.sent.slice(before + 1).map(({ bytes }) => Buffer.from(bytes).readUInt16BE(2))
  }
  const again = run(0, 10)
  expect(resentOf(again)).toEqual(again)
  clock.advance(50)
  expect(resentOf(again)).toEqual(again)
  // Twenty of a hundred are gone, then sixty.
  expect(resentOf(run(20, 40))).toEqual(run(20, 40))
  clock.advance(50)
  expect(resentOf([...run(20, 10), ...run(70, 3)])).toEqual(run(70, 3))
  clock.advance(2 * ROUND_TRIP_MS)
  expect(resentOf(run(20, 10))).toEqual(run(20, 10))
})
