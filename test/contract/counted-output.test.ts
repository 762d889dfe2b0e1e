import { type AudioOutput, PcmLinkOutput, Playback } from '@tieng-lang/edge-agent'
import { SimulatedBoard } from '@tieng-lang/hardware-sim'
import { type Clock, sleep } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { beforeAll, describe, expect, test } from 'vitest'
import { DecoderPool } from '../../edge-agent/src/audio/sounds/opus-decoder.ts'
import type { SoundEvent } from '../../edge-agent/src/audio/timeline/cue.ts'
import { CountedOutput, type CountedRun, VirtualClock } from '../../hardware-sim/src/virtual/index.ts'
import { withPauses } from '../support/pauses.ts'

const FRAME_MS = 20
const CUT_FADE_MS = 15
/** Two frames, the fade, and what a busy machine delays a timer by. */
const CUT_WITHIN_MS = 2 * FRAME_MS + CUT_FADE_MS + 30
const PAUSE_MS_MAX = 50
const RUNS_MAX = 4

interface Stage {
  clock: Clock
  output: AudioOutput
  /** Ends what the output needs. */
  stop(): Promise<void>
  /** Lets an act that waits on the clock run. */
  live<T>(act: Promise<T>): Promise<T>
}

async function pcmStage(): Promise<Stage> {
  const board = new SimulatedBoard({ clock: systemClock })
  await board.start()
  const output = new PcmLinkOutput({ clock: systemClock, host: '127.0.0.1', port: board.pcmLink.port })
  return { clock: systemClock, output, stop: () => board.stop(), live: (act) => act }
}

async function countedStage(): Promise<Stage> {
  const output = new CountedOutput({ clock: systemClock })
  return { clock: systemClock, output, stop: async () => {}, live: (act) => act }
}

async function virtualStage(): Promise<Stage> {
  const clock = new VirtualClock(Date.UTC(2026, 2, 1))
  const output = new CountedOutput({ clock })
  return { clock, output, stop: async () => {}, live: (act) => clock.during(act) }
}

interface Played {
  events: SoundEvent[]
  /** By the wall clock: `at` + the milliseconds of the script is the script's own time. */
  at: number
  /** When each cut was ordered, and when its first sample could leave the horn by the output's own word. */
  cuts: Map<string, number>
}

const tone = (ms: number) => ({ kind: 'pcm', pcm: new Float32Array(ms * 48).fill(0.25) }) as const

/** One of each: neighbours without a gap, an order in the middle, at once, a limit, a sound inside another, taken back. */
async function playScript({ clock, output }: Stage): Promise<Played> {
  const events: SoundEvent[] = []
  const decoders = new DecoderPool()
  const playback = new Playback({
    decoders,
    onProgress: (event) => {
      events.push(event)
      if (event.type === 'finished' && event.soundId === 'neighbour')
        playback.arm({ soundId: 'on-its-end', content: tone(50), startAt: event.heardAt + 100 })
    },
  })
  await output.start(playback)
  await sleep(clock, 500)
  const at = Math.ceil(clock.now()) + 200
  const until = (ms: number) => sleep(clock, at + ms - clock.now())
  const cuts = new Map<string, number>()
  const cut = (soundId: string) => {
    cuts.set(soundId, clock.now() + output.delayMs())
    playback.interrupt(soundId)
  }
  playback.arm({ soundId: 'first', content: tone(300), startAt: at })
  playback.arm({ soundId: 'neighbour', content: tone(200.25), startAt: at + 300 })
  await until(700)
  playback.arm({ soundId: 'cut', content: tone(2_000), startAt: at + 900.5 })
  playback.arm({ soundId: 'taken-back', content: tone(200), startAt: at + 3_000 })
  await until(1_200)
  cut('cut')
  playback.disarm('taken-back')
  await until(1_500)
  cuts.set('at-once', clock.now() + output.delayMs())
  playback.arm({ soundId: 'at-once', content: tone(150), startAt: 'next' })
  playback.arm({ soundId: 'limited', content: tone(1_000), startAt: at + 1_900, endAt: at + 2_300 })
  await until(2_000)
  playback.limit('limited', at + 2_200)
  playback.arm({ soundId: 'long', content: tone(1_000), startAt: at + 2_400 })
  playback.arm({ soundId: 'inside', content: tone(300), startAt: at + 2_600, fromMs: 100 })
  await until(3_100)
  await output.stop()
  return { events, at, cuts }
}

/** Plays in real time say nothing where the machine left them alone for longer than an output holds: then once more. */
async function playUndisturbed(stageOf: () => Promise<Stage>): Promise<Played> {
  for (let run = 1; ; run++) {
    const stage = await stageOf()
    const { result, pauseMsMax } = await withPauses(stage.live(playScript(stage)))
    await stage.stop()
    if (stage.clock !== systemClock || pauseMsMax <= PAUSE_MS_MAX || run === RUNS_MAX) return result
  }
}

/** In the order of what is heard: within one frame a sound that gives way is told of before the one it gives way to. */
function wordsOf({ events }: Played): string[] {
  const inOrder = events.toSorted((a, b) => a.heardAt - b.heardAt)
  return inOrder.map(({ type, soundId }) => `${type} ${soundId}`)
}

describe.each([
  ['PCM link to a simulated board', pcmStage],
  ['counted, in real time', countedStage],
  ['counted, in virtual time', virtualStage],
])('output: %s', (_name, stageOf) => {
  let played: Played
  const heard = (type: string, soundId: string) => {
    const event = played.events.find((one) => one.type === type && one.soundId === soundId)
    if (!event) throw new Error(`no ${type} ${soundId}`)
    return { ...event, atMs: event.heardAt - played.at }
  }

  beforeAll(async () => {
    played = await playUndisturbed(stageOf)
  })

  test('tells the same events in the same order', () => {
    expect(wordsOf(played)).toEqual([
      ...['started first', 'finished first', 'started neighbour', 'finished neighbour'],
      ...['started on-its-end', 'finished on-its-end'],
      ...['started cut', 'interrupted cut', 'started at-once', 'finished at-once'],
      ...['started limited', 'finished limited'],
      ...['started long', 'started inside', 'interrupted long', 'finished inside'],
    ])
  })

  test('tells them in the order in which they are heard, frame by frame', () => {
    for (const [index, { heardAt }] of played.events.entries())
      expect(heardAt - (played.events[index - 1]?.heardAt ?? 0)).toBeGreaterThan(-FRAME_MS)
  })

  test.each([
    ['started', 'first', 0],
    ['finished', 'first', 300],
    ['started', 'neighbour', 300],
    ['finished', 'neighbour', 500.25],
    ['started', 'on-its-end', 600.25],
    ['started', 'cut', 900.5],
    ['started', 'limited', 1_900],
    ['finished', 'limited', 2_200],
    ['started', 'long', 2_400],
    ['started', 'inside', 2_600],
    ['interrupted', 'long', 2_615],
    ['finished', 'inside', 2_800],
  ])('%s %s after %d ms, within a frame', (type, soundId, atMs) => {
    expect(Math.abs(heard(type, soundId).atMs - atMs)).toBeLessThan(FRAME_MS)
  })

  test('an order takes effect when what is on its way has been heard', () => {
    for (const [type, soundId] of [
      ['interrupted', 'cut'],
      ['started', 'at-once'],
    ] as const) {
      const afterMs = heard(type, soundId).heardAt - (played.cuts.get(soundId) ?? 0)
      expect(Math.abs(afterMs)).toBeLessThan(CUT_WITHIN_MS)
    }
  })

  test('says where an interrupted sound can go on', () => {
    const cut = heard('interrupted', 'cut')
    if (cut.type !== 'interrupted') throw new Error('not interrupted')
    expect(Math.abs(cut.positionMs - (cut.atMs - 900.5 - CUT_FADE_MS))).toBeLessThan(FRAME_MS)
    expect(cut.samples / 48).toBeCloseTo(cut.positionMs + CUT_FADE_MS, 0)
  })

  test('what is played whole has all its samples', () => {
    const samples = ['first', 'neighbour', 'on-its-end', 'at-once'].map((soundId) => {
      const event = heard('finished', soundId)
      return event.type === 'finished' ? event.samples : 0
    })
    expect(samples).toEqual([300 * 48, 200.25 * 48, 50 * 48, 150 * 48])
  })
})

test('a counted output writes down the runs that a horn would have made', async () => {
  const clock = new VirtualClock(Date.UTC(2026, 2, 1))
  const runs: CountedRun[] = []
  const output = new CountedOutput({ clock, onRunEnded: (run) => runs.push({ ...run }) })
  const stage = { clock, output, stop: async () => {}, live: <T>(act: Promise<T>) => clock.during(act) }
  const { at } = await clock.during(playScript(stage))
  expect(
    runs.map(({ soundId, fromAt, untilAt, fromMs }) => [soundId, fromAt - at, untilAt - at, fromMs]),
  ).toEqual([
    ['first', 0, 300, 0],
    ['neighbour', 300, expect.closeTo(500.25, 3), 0],
    ['on-its-end', expect.closeTo(600.23, 2), expect.closeTo(650.23, 2), 0],
    ['cut', 900.5, 1_315, 0],
    ['at-once', 1_600, 1_750, 0],
    ['limited', 1_900, 2_200, 0],
    ['long', 2_400, 2_600, 0],
    ['inside', 2_600, 2_800, 100],
  ])
  for (const { fromAt, writtenAt } of runs) expect(fromAt - writtenAt).toBeCloseTo(100, 0)
})
