import { Playback } from '@tieng-lang/edge-agent'
import type { Cancellable, Clock } from '@tieng-lang/protocol'
import { describe, expect, test } from 'vitest'
import { DecoderPool } from '../../../edge-agent/src/audio/sounds/opus-decoder.ts'
import type { SoundEvent } from '../../../edge-agent/src/audio/timeline/cue.ts'
import { CountedOutput, type CountedRun, VirtualClock } from '../../src/virtual/index.ts'

const START_AT = Date.UTC(2026, 2, 1)
const tone = (ms: number) => ({ kind: 'pcm', pcm: new Float32Array(ms * 48) }) as const

function scene(clock: Clock) {
  const events: (SoundEvent & { toldAt: number })[] = []
  const runs: CountedRun[] = []
  const onProgress = (event: SoundEvent) => events.push({ ...event, toldAt: clock.now() })
  const playback = new Playback({ decoders: new DecoderPool(), onProgress })
  const output = new CountedOutput({ clock, onRunEnded: (run) => runs.push({ ...run }) })
  return { events, runs, playback, output }
}

describe('an output that counts', () => {
  test('sleeps until the next change, and tells it as long before as a real one would', async () => {
    const clock = new VirtualClock(START_AT)
    const { events, playback, output } = scene(clock)
    await output.start(playback)
    playback.arm({ soundId: 'a', content: tone(600_000), startAt: START_AT + 3_600_000 })
    await clock.advance(1)
    expect(clock.nextDueAt()).toBe(START_AT + 3_599_900)
    await clock.runUntil(START_AT + 3_599_900)
    expect(clock.nextDueAt()).toBe(START_AT + 4_199_900)
    await clock.runUntil(START_AT + 4_199_900)
    expect(clock.nextDueAt()).toBeUndefined()
    expect(events.map(({ type, toldAt }) => [type, toldAt])).toEqual([
      ['started', START_AT + 3_599_900],
      ['finished', START_AT + 4_199_900],
    ])
  })

  test('a process that comes too late starts too late, says so, and counts it', async () => {
    const clock = new VirtualClock(START_AT)
    const { events, runs, playback, output } = scene(lateBy(clock, 250))
    await output.start(playback)
    playback.arm({ soundId: 'a', content: tone(1_000), startAt: START_AT + 5_000, late: 'shift' })
    await clock.advance(10_000)
    expect(events[0]).toMatchObject({ type: 'started', heardAt: expect.closeTo(START_AT + 5_150, 1) })
    expect(runs).toMatchObject([{ soundId: 'a', writtenAt: START_AT + 5_150, fromMs: 0 }])
    expect(output.counters().underruns).toBe(1)
  })

  test.each([-600_000, 600_000])('a clock set by %d ms leaves what sounds alone', async (byMs) => {
    const clock = new VirtualClock(START_AT)
    const wall = clock.view()
    const { events, playback, output } = scene(wall)
    await output.start(playback)
    playback.arm({ soundId: 'a', content: tone(10_000), startAt: START_AT + 1_000 })
    await clock.advance(4_000)
    wall.stepWall(byMs)
    await clock.advance(10_000)
    expect(events[1]).toMatchObject({
      type: 'finished',
      samples: 480_000,
      heardAt: expect.closeTo(START_AT + 11_000 + byMs, 0),
    })
  })

  test('a clock set ahead over the place where one sound follows another costs what it passed over, once', async () => {
    const clock = new VirtualClock(START_AT)
    const wall = clock.view()
    const { events, playback, output } = scene(wall)
    await output.start(playback)
    playback.arm({ soundId: 'a', content: tone(1_000), startAt: START_AT + 1_000 })
    playback.arm({ soundId: 'b', content: tone(2_000), startAt: START_AT + 2_000 })
    await clock.advance(1_850)
    wall.stepWall(400)
    // Something is asked of it, as a conductor does that is told of the step.
    playback.disarm('nothing')
    await clock.advance(5_000)
    const samples = events.reduce((sum, event) => sum + ('samples' in event ? event.samples : 0), 0)
    expect(samples / 48).toBeCloseTo(3_000 - 400, -1)
  })

  test('stopped in the middle, its run ends at that moment', async () => {
    const clock = new VirtualClock(START_AT)
    const { runs, playback, output } = scene(clock)
    await output.start(playback)
    playback.arm({ soundId: 'a', content: tone(10_000), startAt: START_AT + 1_000, fromMs: 500 })
    await clock.advance(4_000)
    await output.stop()
    expect(runs).toMatchObject([{ fromAt: START_AT + 1_000, untilAt: START_AT + 4_000, fromMs: 500 }])
  })

  test('stopped right after its clock was set, its run ends at that moment by the new clock', async () => {
    const clock = new VirtualClock(START_AT)
    const wall = clock.view()
    const { runs, playback, output } = scene(wall)
    await output.start(playback)
    playback.arm({ soundId: 'a', content: tone(10_000), startAt: START_AT + 1_000 })
    await clock.advance(4_000)
    wall.stepWall(600_000)
    await output.stop()
    expect(runs).toMatchObject([{ soundId: 'a', untilAt: START_AT + 604_000 }])
  })

  test('a source that can only be heard is not taken', async () => {
    const { output } = scene(new VirtualClock(START_AT))
    await expect(output.start({ readFrame: () => null })).rejects.toThrow(/cannot be counted/)
  })
})

/** A machine so busy that every timer runs too late. */
function lateBy(clock: VirtualClock, lateMs: number): Clock {
  return {
    now: () => clock.now(),
    monotonicMs: () => clock.monotonicMs(),
    after: (delayMs, run): Cancellable => clock.after(delayMs === 0 ? 0 : delayMs + lateMs, run),
  }
}
