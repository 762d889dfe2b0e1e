import { CodedError } from '@tieng-lang/protocol'
import { expect, test } from 'vitest'
import { type OpenSource, StationCalls } from '../../../src/broadcasting/relays/feed/station-calls.ts'
import { settled } from '../../live/desk-room.ts'
import { ManualClock } from '../../streaming/manual-wire.ts'

const MEGABYTE = 1_000_000

test('a station that gives far too much at each call is not given as much again: all its calls have one allowance', async () => {
  const clock = new ManualClock()
  let takenBytes = 0
  const open: OpenSource = async function* (_url, _signal, allowance) {
    for (;;) {
      allowance.take(MEGABYTE)
      takenBytes += MEGABYTE
      yield* []
      if (takenBytes > 1_000 * MEGABYTE) throw new CodedError('sourceUnreachable', 'never refused')
    }
  }
  const parts = { clock, chance: { next: () => 0.5 }, open, url: 'http://dai.vn/live' }
  const calls = new StationCalls({ ...parts, onPacket: () => {}, isFull: () => false })
  for (let passedMs = 0; passedMs < 60_000; passedMs += 100) {
    calls.look({ isSilent: true })
    await settled()
    clock.advance(100)
  }
  calls.stop()
  // What it may give at once, and a minute of 2 Mbit/s.
  expect(takenBytes).toBeLessThan(34 * MEGABYTE + 60 * 250_000)
  expect(calls.trouble?.code).toBe('sourceTooLarge')
})
