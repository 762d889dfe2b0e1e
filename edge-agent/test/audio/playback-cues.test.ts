import { beforeAll, describe, expect, it } from 'vitest'
import { Playback, type SoundRequest } from '../../src/audio/playback.ts'
import { DecoderPool } from '../../src/audio/sounds/opus-decoder.ts'
import type { SoundEvent } from '../../src/audio/timeline/cue.ts'
import { largestBend } from './clicks.ts'
import { powerDb, seededChance, sine } from './signals.ts'
import { type OutputCharacter, recordOutput } from './simulated-output.ts'

const T0 = 1_790_000_000_000
/** What a sine of 400 Hz at 0.5 may bend by with the shortest fade on it. */
const BEND_MAX = 0.004

const decoders = new DecoderPool(1)

/** One second of 400 Hz that begins and ends on its crest: the worst case for a click. */
const tone = sine(48_060, 400).subarray(30, 48_030)

function request(soundId: string, fields: Partial<SoundRequest> = {}): SoundRequest {
  return { soundId, content: { kind: 'pcm', pcm: tone }, startAt: T0 + 100, ...fields }
}

interface Scene {
  playback: Playback
  events: SoundEvent[]
  record(frameCount: number, character?: OutputCharacter): Float32Array
}

function scene(...requests: SoundRequest[]): Scene {
  const events: SoundEvent[] = []
  const playback = new Playback({ decoders, onProgress: (event) => events.push(event) })
  for (const each of requests) expect(playback.arm(each)).toBeNull()
  const record = (frameCount: number, character?: OutputCharacter) =>
    recordOutput(playback, { startAt: T0, frameCount }, character).pcm
  return { playback, events, record }
}

/** The first and the last sample that are not silence, in ms. */
function soundingMs(pcm: Float32Array): [number, number] {
  const isSound = (sample: number) => Math.abs(sample) > 1e-3
  return [pcm.findIndex(isSound) / 48, pcm.findLastIndex(isSound) / 48]
}

beforeAll(() => decoders.start())

describe('a sound at its instant', () => {
  it('starts and ends inside a frame, on the sample, and tells both instants exactly', () => {
    const { events, record } = scene(request('a', { startAt: T0 + 107.5 }))
    const [fromMs, untilMs] = soundingMs(record(70))
    expect(fromMs).toBeCloseTo(107.6, 0)
    expect(untilMs).toBeCloseTo(1107.4, 0)
    expect(events).toEqual([
      { type: 'started', soundId: 'a', heardAt: T0 + 107.5, positionMs: 0 },
      {
        ...{ type: 'finished', soundId: 'a', samples: 48_000, positionMs: 1_000 },
        heardAt: expect.closeTo(T0 + 1107.5 - 1 / 48, 2),
      },
    ])
  })

  it('tells instants as the output estimates them while a drift is worked off', () => {
    const { events, record } = scene(request('a', { startAt: T0 }))
    record(60, { ppm: 100 })
    expect(events[1]?.heardAt).toBeCloseTo(T0 + 1000, 0)
  })

  it('`next` begins in the very next frame', () => {
    const { playback, events, record } = scene()
    const pcm = record(20, {
      before(frame) {
        if (frame === 10) playback.arm(request('now', { startAt: 'next' }))
      },
    })
    const [fromMs] = soundingMs(pcm)
    expect(fromMs).toBeGreaterThanOrEqual(200)
    expect(fromMs).toBeLessThan(205)
    expect(events[0]?.heardAt).toBeGreaterThanOrEqual(T0 + 200)
    expect(events[0]?.heardAt).toBeLessThan(T0 + 205)
  })

  it('late and `trim`: joins in step; late and `shift`: is played whole', () => {
    const trimmed = scene(request('a', { startAt: T0 - 300 }))
    expect(largestBend(trimmed.record(60)).bend).toBeLessThan(BEND_MAX)
    expect(trimmed.events).toMatchObject([
      { type: 'started', heardAt: expect.closeTo(T0 + 3, 1), positionMs: expect.closeTo(303, 1) },
      { type: 'finished', heardAt: expect.closeTo(T0 + 700, 1), samples: expect.closeTo(697 * 48, -2) },
    ])
    const shifted = scene(request('a', { startAt: T0 - 300, late: 'shift' }))
    shifted.record(60)
    expect(shifted.events[1]).toMatchObject({ type: 'finished', samples: 48_000 })
  })

  it('wholly missed, it fails and says so', () => {
    const { events, record } = scene(request('a', { startAt: T0 - 5000 }))
    expect(powerDb(record(5), 0, 4800)).toBeLessThan(-100)
    expect(events).toMatchObject([{ type: 'failed', code: 'soundMissed', samples: 0 }])
  })

  it('is over at `endAt`, faded', () => {
    const { events, record } = scene(request('a', { endAt: T0 + 400 }))
    const pcm = record(40)
    expect(soundingMs(pcm)[1]).toBeLessThan(400)
    expect(largestBend(pcm).bend).toBeLessThan(BEND_MAX)
    expect(events[1]).toMatchObject({ type: 'finished', samples: 300 * 48 })
  })

  it('has a gain of its own under the volume of the cluster', () => {
    const { playback, record } = scene(request('a', { startAt: T0, gainPercent: 50 }))
    playback.setVolume(50)
    const pcm = record(40)
    expect(powerDb(pcm, 9600, 9600)).toBeCloseTo(powerDb(tone, 9600, 9600) - 24.08, 1)
  })
})

describe('sounds after each other', () => {
  it('join without a gap: each on its sample, and no click', () => {
    const starts = [100, 1100, 2100].map((ms) => T0 + ms)
    const { events, record } = scene(...starts.map((startAt, index) => request(`turn ${index}`, { startAt })))
    expect(largestBend(record(170, { ppm: -100, jitterMs: 0.5 })).bend).toBeLessThan(BEND_MAX)
    expect(events.map((event) => event.type)).toEqual(Array(3).fill(['started', 'finished']).flat())
    for (const [index, startAt] of starts.entries()) {
      expect(events[index * 2]?.heardAt).toBeCloseTo(startAt, 0)
    }
  })

  it('an interruption fades out in the next frame, gives its position, and lets the next sound in', () => {
    const { playback, events, record } = scene(request('item', { startAt: T0 }))
    let positionMs: number | null = null
    const pcm = record(80, {
      before(frame) {
        if (frame !== 20) return
        positionMs = playback.interrupt('item', { fadeMs: 10 })
        playback.arm(request('emergency', { startAt: 'next' }))
      },
    })
    expect(largestBend(pcm).bend).toBeLessThan(2 * BEND_MAX)
    expect(positionMs).toBeCloseTo(403.2, 0)
    expect(events.map(({ type, soundId }) => `${soundId} ${type}`)).toEqual([
      'item started',
      'item interrupted',
      'emergency started',
      'emergency finished',
    ])
    expect(events[1]).toMatchObject({ positionMs, samples: expect.closeTo(410.2 * 48, -2) })
  })

  it('the later start wins where two would overlap', () => {
    const { events, record } = scene(
      request('early', { startAt: T0 }),
      request('late', { startAt: T0 + 500 }),
    )
    expect(largestBend(record(90)).bend).toBeLessThan(2 * BEND_MAX)
    expect(events).toMatchObject([
      { soundId: 'early', type: 'started' },
      { soundId: 'late', type: 'started', heardAt: T0 + 500 },
      { soundId: 'early', type: 'interrupted', positionMs: 500, heardAt: expect.closeTo(T0 + 515, 0) },
      { soundId: 'late', type: 'finished' },
    ])
    const same = scene(request('first'), request('second'))
    same.record(20)
    expect(same.events.slice(0, 2)).toMatchObject([
      { soundId: 'first', type: 'failed', code: 'soundReplaced' },
      { soundId: 'second', type: 'started' },
    ])
  })

  it('stopAll silences within one frame and disarms the rest', () => {
    const { playback, events, record } = scene(
      request('a', { startAt: T0 }),
      request('b', { startAt: T0 + 1000 }),
    )
    const pcm = record(100, {
      before(frame) {
        if (frame === 20) playback.stopAll()
      },
    })
    expect(soundingMs(pcm)[1]).toBeLessThan(420)
    expect(events.map((event) => event.type)).toEqual(['started', 'interrupted'])
    expect(playback.status()).toMatchObject({ playing: null, armedCount: 0 })
  })

  it('never more than one at once, but for 20 ms, and never a click: 300 random orders', () => {
    const chance = seededChance(77)
    const { playback, events, record } = scene()
    const pcm = record(1500, {
      ppm: 80,
      jitterMs: 0.5,
      before(frame, heardAt) {
        if (frame % 5 !== 0) return
        const soundId = `sound ${frame}`
        const startAt = chance() < 0.2 ? 'next' : heardAt + chance() * 900 - 100
        const endAt = chance() < 0.2 ? heardAt + 300 : Number.POSITIVE_INFINITY
        const fromMs = chance() < 0.3 ? chance() * 900 : 0
        const late = chance() < 0.5 ? 'trim' : 'shift'
        const act = chance()
        if (act < 0.5) playback.arm(request(soundId, { startAt, endAt, fromMs, late }))
        else if (act < 0.75) playback.interrupt(playback.status().playing?.soundId ?? 'none')
        else playback.disarm(`sound ${frame - 5}`)
      },
    })
    // The recording ends in the middle of a sound: that edge is the recorder's.
    expect(largestBend(pcm.subarray(0, -200)).bend).toBeLessThan(2 * BEND_MAX)
    const spans = spansOf(events)
    expect(spans.length).toBeGreaterThan(40)
    for (const [index, span] of spans.entries()) {
      const next = spans[index + 1]
      if (next) expect(span.endedAt - next.startedAt).toBeLessThanOrEqual(20.1)
    }
  })
})

function spansOf(events: SoundEvent[]): { startedAt: number; endedAt: number }[] {
  const starts = events.filter((event) => event.type === 'started')
  return starts
    .map(({ soundId, heardAt }) => {
      const end = events.find((event) => event.soundId === soundId && event.type !== 'started')
      return { startedAt: heardAt, endedAt: end?.heardAt ?? heardAt }
    })
    .sort((a, b) => a.startedAt - b.startedAt)
}

describe('an output that is not where it should be', () => {
  const long = { kind: 'pcm', pcm: sine(48_000 * 5, 400) } as const

  it('stalled by 80 ms: one short crossfade, and in step again', () => {
    const { playback, events, record } = scene(request('a', { content: long, startAt: T0 }))
    record(300, { stallMs: (frame) => (frame === 100 ? 80 : 0) })
    expect(playback.status()).toMatchObject({ reseatCount: 1, clockStepCount: 0 })
    expect(events[1]).toMatchObject({ type: 'finished', heardAt: expect.closeTo(T0 + 5000, 0) })
  })

  it('whose estimate falls back by 40 ms: waits in silence, without a click, and is in step again', () => {
    const { playback, events, record } = scene(request('a', { content: long, startAt: T0 }))
    const pcm = record(300, { clockOffsetMs: (frame) => (frame < 100 ? 0 : -40) })
    expect(largestBend(pcm).bend).toBeLessThan(BEND_MAX)
    expect(playback.status().reseatCount).toBe(1)
    expect(events[1]).toMatchObject({ type: 'finished', heardAt: expect.closeTo(T0 + 5000, 0) })
  })

  it.each([-600_000, 3_600_000])('whose clock is set by %d ms: what sounds goes on unbroken', (stepMs) => {
    const { playback, events, record } = scene(request('a', { content: long, startAt: T0 + 40 }))
    const pcm = record(260, { clockOffsetMs: (frame) => (frame < 100 ? 0 : stepMs) })
    expect(largestBend(pcm).bend).toBeLessThan(BEND_MAX)
    expect(playback.status()).toMatchObject({ reseatCount: 0, clockStepCount: 1 })
    expect(events[1]).toMatchObject({ samples: 48_000 * 5, heardAt: expect.closeTo(T0 + stepMs + 5040, 0) })
  })

  it('in silence is followed at once and without a trace', () => {
    const { playback, events, record } = scene(request('a', { startAt: T0 + 2000 }))
    record(160, { stallMs: (frame) => (frame === 30 ? 55 : 0) })
    expect(playback.status().reseatCount).toBe(0)
    expect(events[0]?.heardAt).toBeCloseTo(T0 + 2000, 2)
  })
})

describe('refusals', () => {
  it('each by its code', () => {
    const playback = new Playback({ decoders, onProgress: () => {}, soundsMax: 2 })
    expect(playback.arm(request('a'))).toBeNull()
    expect(playback.arm(request('a'))).toBe('soundAlreadyArmed')
    expect(playback.arm(request('b', { fromMs: 1000 }))).toBe('badSoundTimes')
    expect(playback.arm(request('b', { fromMs: -1 }))).toBe('badSoundTimes')
    expect(playback.arm(request('b', { startAt: Number.NaN }))).toBe('badSoundTimes')
    expect(playback.arm(request('b'))).toBeNull()
    expect(playback.arm(request('c'))).toBe('tooManySounds')
    expect([playback.disarm('a'), playback.disarm('a'), playback.interrupt('x')]).toEqual([true, false, null])
  })
})

describe('counting instead of sounding', () => {
  const requests = [
    request('first', { startAt: T0 + 40 }),
    request('cut short', { startAt: T0 + 1040, endAt: T0 + 1500 }),
    request('resumed', { startAt: T0 + 1700.5, fromMs: 250 }),
    request('overlapped', { startAt: T0 + 2600 }),
    request('last', { startAt: T0 + 3000 }),
  ]

  it('tells the same events as rendering, and decodes nothing', () => {
    const rendered = scene(...requests)
    rendered.record(250)
    const counted = scene(...requests)
    let at = T0
    for (let runs = 0; at < T0 + 5000 && runs < 30; runs++) {
      const untilAt = Math.min(T0 + 5000, Math.max(at + 20, counted.playback.nextChangeAt(at)))
      counted.playback.pass(at, untilAt)
      at = untilAt
    }
    const byPlace = (a: SoundEvent, b: SoundEvent) => a.heardAt - b.heardAt
    expect(counted.events.sort(byPlace)).toEqual(rendered.events.sort(byPlace))
    expect(counted.events.length).toBe(10)
    expect(counted.playback.nextChangeAt(at)).toBe(Number.POSITIVE_INFINITY)
  })

  it('changes over to sounding in the middle of a sound', () => {
    const { playback, events, record } = scene(request('a', { startAt: T0 - 500 }))
    playback.pass(T0 - 520, T0)
    record(40)
    expect(events[1]).toMatchObject({ type: 'finished', heardAt: expect.closeTo(T0 + 500, 0) })
  })
})
