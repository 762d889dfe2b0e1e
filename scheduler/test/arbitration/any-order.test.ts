import type { Emergency, QuietHours } from '@tieng-lang/protocol/browser'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { OutputInput, Sound } from '../../src/index.ts'
import { inVietNam, runs, soundNamed, voiceNamed, warningOf, ZONE } from '../sample.ts'
import { type Stretch, Village } from '../village.ts'

/** Ten minutes before the night: what happens runs into quiet hours. */
const START = inVietNam('2026-02-17T20:50:00')
const NIGHT_FROM = inVietNam('2026-02-17T21:00:00')
const NIGHT_UNTIL = inVietNam('2026-02-18T05:00:00')
const NIGHT: QuietHours['windows'] = [{ from: '21:00', until: '05:00' }]
const MINUTE_MS = 60_000

const rule = fc.constantFrom('resume' as const, 'restart' as const, 'drop' as const)

const planned = fc
  .record({
    slot: fc.integer({ min: 0, max: 3 }),
    afterMs: fc.integer({ min: -2 * MINUTE_MS, max: 12 * MINUTE_MS }),
    durationMs: fc.integer({ min: 200, max: 3 * MINUTE_MS }),
    latenessMsMax: fc.constantFrom(0, 10_000, 5 * MINUTE_MS, 60 * MINUTE_MS),
    onInterrupted: rule,
    mayBeCut: fc.boolean(),
    priority: fc.constantFrom('routine' as const, 'priority' as const),
    isRelay: fc.boolean(),
  })
  .map(({ slot, afterMs, isRelay, ...rest }) => ({
    ...rest,
    ...(isRelay && { mediaSha256: null, relay: { fallbackSha256: null } }),
    broadcastId: `slot-${slot}`,
    slotAt: START,
    dueAt: START + afterMs,
  }))

const emergency = fc.record({
  emergencyId: fc.constantFrom('flood', 'fire', 'drill'),
  state: fc.constantFrom('active' as const, 'active' as const, 'ended' as const, 'cancelled' as const),
  status: fc.constantFrom('Actual' as const, 'Exercise' as const),
  severity: fc.constantFrom('Extreme' as const, 'Minor' as const),
  expiresAfterS: fc.integer({ min: 5, max: 900 }),
  durationMs: fc.integer({ min: 500, max: 40_000 }),
  repeatsAfterS: fc.array(fc.integer({ min: 1, max: 600 }), { maxLength: 6 }),
  edition: fc.integer({ min: 1, max: 3 }),
  closesForS: fc.option(fc.integer({ min: 1, max: 300 })),
})

const happening = fc.oneof(
  { weight: 3, arbitrary: emergency.map((facts) => ({ kind: 'emergency' as const, ...facts })) },
  { weight: 2, arbitrary: fc.boolean().map((takesOver) => ({ kind: 'announce' as const, takesOver })) },
  { weight: 2, arbitrary: fc.constant({ kind: 'announceEnd' as const }) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(null, 'slot-0', 'slot-1', 'flood', 'voice-1')
      .map((broadcastId) => ({ kind: 'stop' as const, broadcastId })),
  },
  { weight: 1, arbitrary: fc.constantFrom('pause' as const, 'resume' as const).map((kind) => ({ kind })) },
  { weight: 2, arbitrary: fc.constant({ kind: 'resume' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'next' as const }) },
  {
    weight: 1,
    arbitrary: fc.boolean().map((isTrusted) => ({ kind: 'clock' as const, isTrusted, steppedMs: 0 })),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'clock' as const, isTrusted: true, steppedMs: 0 }) },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 0, max: 90_000 }).map((downMs) => ({ kind: 'restart' as const, downMs })),
  },
  { weight: 1, arbitrary: fc.nat({ max: 11 }).map((index) => ({ kind: 'fail' as const, index })) },
  { weight: 1, arbitrary: fc.nat({ max: 11 }).map((index) => ({ kind: 'withdraw' as const, index })) },
  { weight: 1, arbitrary: fc.nat({ max: 11 }).map((index) => ({ kind: 'stationEnds' as const, index })) },
  { weight: 1, arbitrary: fc.constant({ kind: 'dueAgain' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'nightFalls' as const }) },
)
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never

const story = fc.record({
  sounds: fc.array(planned, { minLength: 1, maxLength: 12 }),
  happenings: fc.array(fc.tuple(fc.integer({ min: 0, max: 90_000 }), happening), { maxLength: 25 }),
  reportDelayMs: fc.constantFrom(0, 0, 15, 120),
  sessionMinutesMax: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
  sessionsPerDayMax: fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined }),
})
type Story = typeof story extends fc.Arbitrary<infer T> ? T : never

interface Told {
  village: Village
  sounds: Sound[]
  voices: string[]
  /** When each broadcast was stopped by its name. */
  stoppedAt: Map<string, number>
  hasNightFallen: boolean
}

function tell(tale: Story): Told {
  const { sessionMinutesMax, sessionsPerDayMax } = tale
  const limits = {
    ...(sessionMinutesMax === undefined ? {} : { sessionMinutesMax }),
    ...(sessionsPerDayMax === undefined ? {} : { sessionsPerDayMax }),
  }
  const village = new Village(
    { timeZone: ZONE, quietHours: { windows: NIGHT, ...limits }, leadMs: 600 },
    START,
  )
  village.reportDelayMs = tale.reportDelayMs
  const sounds = tale.sounds.map((facts, order) => soundNamed(`sound-${order}`, { ...facts, order }))
  const told: Told = { village, sounds, voices: [], stoppedAt: new Map(), hasNightFallen: false }
  village.give({ kind: 'due', sounds })
  for (const [index, [afterMs, what]] of tale.happenings.entries()) {
    village.runFor(afterMs)
    happen(told, what, index)
  }
  village.give({ kind: 'clock', isTrusted: true, steppedMs: 0 })
  village.give({ kind: 'resume' })
  village.runFor(90 * MINUTE_MS)
  for (const soundId of told.voices) village.give({ kind: 'announceEnd', soundId })
  village.runFor(30 * MINUTE_MS)
  return told
}

function happen(told: Told, what: Happening, index: number): void {
  const { village, sounds } = told
  switch (what.kind) {
    case 'emergency':
      village.give(emergencyAt(what, village.now, index))
      break
    case 'announce': {
      const soundId = `voice-${told.voices.length + 1}`
      told.voices.push(soundId)
      village.give({
        kind: 'announce',
        sound: voiceNamed(soundId, village.now),
        takesOver: what.takesOver,
      })
      break
    }
    case 'announceEnd':
      village.give({ kind: 'announceEnd', soundId: told.voices.at(-1) ?? 'nobody' })
      break
    case 'stop':
      if (what.broadcastId && !told.stoppedAt.has(what.broadcastId))
        told.stoppedAt.set(what.broadcastId, village.now)
      village.give(what)
      break
    case 'restart':
      village.restart(what.downMs)
      break
    case 'fail':
      village.give({
        kind: 'failed',
        soundId: waitingNamed(told, what.index),
        reason: 'audioMissing',
        positionMs: 0,
      })
      break
    case 'withdraw':
      village.give({
        kind: 'planChanged',
        kept: sounds.filter((_, each) => each !== what.index),
        stopped: [],
      })
      break
    case 'stationEnds':
      village.give({ kind: 'announceEnd', soundId: `sound-${what.index % sounds.length}` })
      break
    case 'dueAgain':
      village.give({ kind: 'due', sounds })
      break
    case 'nightFalls':
      told.hasNightFallen = true
      village.give({ kind: 'rules', rules: allNight(told) })
      break
    default:
      village.give(what)
      break
  }
}

/** Only what the player does not hold can be said to have failed by someone else than the player. */
function waitingNamed({ village }: Told, index: number): string {
  const { waiting } = village.output
  return waiting[index % Math.max(1, waiting.length)]?.sound.soundId ?? 'nobody'
}

function allNight({ village }: Told) {
  const { rules } = village.output
  return { ...rules, quietHours: { ...rules.quietHours, windows: [{ from: '00:00', until: '00:00' }] } }
}

function emergencyAt(
  {
    expiresAfterS,
    durationMs,
    closesForS,
    edition,
    kind: _,
    ...facts
  }: Extract<Happening, { kind: 'emergency' }>,
  now: number,
  index: number,
): OutputInput {
  const body: Emergency = {
    ...facts,
    sentAt: now,
    expiresAt: now + expiresAfterS * 1_000,
    ...warningOf(durationMs),
    edition,
    closing:
      closesForS === null
        ? null
        : { parts: warningOf(3_000).sounds.message, until: now + closesForS * 1_000 },
    targets: { areas: [], clusters: [] },
  }
  return { kind: 'emergency', emergency: body, revision: index + 1 }
}

const isActual = ({ sound }: Stretch) => sound.emergency?.status === 'Actual'

test('never two sounds at once, whatever happens', () => {
  fc.assert(
    fc.property(story, (tale) => {
      const { village } = tell(tale)
      expect(village.broken).toEqual([])
      const inOrder = village.stretches.toSorted((a, b) => a.from - b.from)
      inOrder.forEach((stretch, index) => {
        expect(stretch.from).toBeGreaterThanOrEqual(inOrder[index - 1]?.until ?? 0)
      })
    }),
    runs(1_500),
  )
})

test('nothing but an Actual emergency is heard in quiet hours, whatever happens', () => {
  fc.assert(
    fc.property(story, (tale) => {
      const { village, hasNightFallen } = tell(tale)
      if (hasNightFallen) return
      for (const stretch of village.stretches.filter((each) => !isActual(each))) {
        expect(Math.min(stretch.until, NIGHT_UNTIL) - Math.max(stretch.from, NIGHT_FROM)).toBeLessThanOrEqual(
          0,
        )
      }
    }),
    runs(1_500),
  )
})

test('quiet hours that arrive while something sounds silence it at once', () => {
  fc.assert(
    fc.property(story, fc.integer({ min: 0, max: 9 * MINUTE_MS }), (tale, afterMs) => {
      const told = tell({ ...tale, happenings: tale.happenings.slice(0, 3).map(([, what]) => [1_000, what]) })
      const village = new Village(told.village.output.rules, START)
      village.give({ kind: 'due', sounds: told.sounds })
      village.runFor(afterMs)
      village.give({ kind: 'rules', rules: allNight(told) })
      const fellAt = village.now
      village.runFor(60 * MINUTE_MS)
      expect(village.stretches.filter(({ until }) => until > fellAt)).toEqual([])
    }),
    runs(100),
  )
})

test('every planned sound ends in exactly one record, which says what was heard', () => {
  fc.assert(
    fc.property(story, (tale) => {
      const { village, sounds, voices } = tell(tale)
      const recordsOf = (soundId: string) => village.records.filter(({ sound }) => sound.soundId === soundId)
      for (const { soundId } of sounds) expect(recordsOf(soundId), soundId).toHaveLength(1)
      for (const soundId of voices) expect(recordsOf(soundId), soundId).toHaveLength(1)
      for (const { sound } of village.stretches)
        expect(recordsOf(sound.soundId), sound.soundId).toHaveLength(1)
      for (const record of village.records) checkRecord(village, record)
      const { current, next, waiting, interrupted, urgent, ending } = village.output
      expect([current, next, ...waiting, ...interrupted, ...urgent, ...ending]).toEqual([null, null])
    }),
    runs(1_500),
  )
})

function checkRecord(
  village: Village,
  { sound, outcome, reason, heardMs, askedMs }: Village['records'][number],
): void {
  const stretches = village.heard(sound.soundId)
  expect(reason === null).toBe(outcome === 'heard')
  if (outcome !== 'notHeard') expect(stretches.length).toBeGreaterThan(0)
  if (sound.durationMs === null) return
  expect(heardMs).toBeLessThanOrEqual(askedMs)
  if (sound.relay) {
    const stationMs = (at: number) => at - sound.dueAt
    const sumMs = stretches.reduce((sum, { from, until }) => sum + until - from, 0)
    for (const { from, fromMs } of stretches) expect(fromMs, 'in step').toBeCloseTo(stationMs(from), 3)
    expect(Math.abs(heardMs - sumMs)).toBeLessThanOrEqual(30_000)
    if (outcome === 'heard') expect(heardMs).toBeGreaterThanOrEqual(askedMs - 1_000)
    for (const { until } of stretches) expect(stationMs(until)).toBeLessThanOrEqual(askedMs + 1)
    return
  }
  const farthestMs = Math.max(0, ...stretches.map(({ fromMs, from, until }) => fromMs + until - from))
  // After a restart of the agent the place is known only as well as it was last written down: 30 s at most.
  expect(Math.abs(heardMs - Math.min(farthestMs, sound.durationMs))).toBeLessThanOrEqual(30_000)
  if (outcome === 'heard') expect(farthestMs).toBeGreaterThan(sound.durationMs - 21)
}

test('stop before start, and start before stop: both end silent', () => {
  fc.assert(
    fc.property(story, (tale) => {
      const { village, stoppedAt } = tell(tale)
      for (const [broadcastId, at] of stoppedAt) {
        const after = village.stretches.filter(
          ({ sound, until }) =>
            until > at && (sound.broadcastId === broadcastId || sound.emergency?.emergencyId === broadcastId),
        )
        expect(after, broadcastId).toEqual([])
      }
    }),
    runs(1_500),
  )
})

test('no session is heard longer than its maximum, and no day has more of them than allowed', () => {
  fc.assert(
    fc.property(story, (tale) => {
      const { village } = tell(tale)
      const { sessionMinutesMax = 1e6, sessionsPerDayMax = 1e6 } = tale
      const limited = village.stretches.filter((stretch) => !isActual(stretch))
      const sessions = [...new Set(limited.map(({ sound }) => sound.broadcastId))]
      expect(sessions.length).toBeLessThanOrEqual(sessionsPerDayMax)
      for (const broadcastId of sessions) {
        const stretches = limited.filter(({ sound }) => sound.broadcastId === broadcastId)
        const from = Math.min(...stretches.map((stretch) => stretch.from))
        const until = Math.max(...stretches.map((stretch) => stretch.until))
        expect(until - from).toBeLessThanOrEqual(sessionMinutesMax * MINUTE_MS)
      }
    }),
    runs(1_500),
  )
})

test('revisions of one emergency in any order, each once or more: the highest counts, and each edition begins once', () => {
  const revision = fc.record({
    revision: fc.integer({ min: 1, max: 8 }),
    afterMs: fc.integer({ min: 0, max: 20_000 }),
    durationMs: fc.integer({ min: 500, max: 15_000 }),
  })
  // What a revision says follows from its number, as it does at a server.
  const stateOf = (number: number) => (number % 4 === 0 ? ('ended' as const) : ('active' as const))
  fc.assert(
    fc.property(fc.array(revision, { minLength: 1, maxLength: 12 }), (arrivals) => {
      const village = new Village({ timeZone: ZONE, quietHours: { windows: [] }, leadMs: 600 }, START)
      let highest = 0
      const accepted: number[] = []
      for (const { revision: number, afterMs, durationMs } of arrivals) {
        village.runFor(afterMs)
        if (number > highest) accepted.push(number)
        highest = Math.max(highest, number)
        village.give({
          kind: 'emergency',
          revision: number,
          emergency: {
            emergencyId: 'flood',
            state: stateOf(number),
            status: 'Actual',
            severity: 'Severe',
            sentAt: START,
            expiresAt: START + 60 * MINUTE_MS,
            ...warningOf(durationMs),
            edition: Math.ceil(number / 2),
            repeatsAfterS: [],
            closing: { parts: warningOf(1_000).sounds.message, until: START + 60 * MINUTE_MS },
            targets: { areas: [], clusters: [] },
          },
        })
      }
      village.runFor(5 * MINUTE_MS)
      const firsts = village.stretches.filter(({ sound }) => sound.emergency?.repeat === 0)
      const editions = firsts.map(({ sound }) => sound.emergency?.edition ?? 0)
      expect(new Set(editions).size).toBe(editions.length)
      expect(editions).toEqual(editions.toSorted((a, b) => a - b))
      expect(village.records.length).toBe(new Set(village.records.map(({ sound }) => sound.soundId)).size)
      const last = village.stretches.at(-1)
      if (stateOf(highest) === 'active' && last) expect(last.sound.emergency?.edition).toBeGreaterThan(0)
      // After the last word nothing but its closing is heard, and that only where something was heard before.
      if (stateOf(highest) === 'ended' && accepted.length === 1) expect(village.stretches).toEqual([])
      const closings = village.stretches.filter(({ sound }) => sound.emergency?.repeat === 'closing')
      expect(closings.length).toBeLessThanOrEqual(2)
      expect(village.broken).toEqual([])
    }),
    runs(400),
  )
})
