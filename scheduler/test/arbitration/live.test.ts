import { expect, test } from 'vitest'
import { arbitrate, emptyOutput, type OutputInput, type Sound } from '../../src/index.ts'
import { inVietNam, soundNamed, voiceNamed, warningOf, ZONE } from '../sample.ts'
import { Village } from '../village.ts'

const START = inVietNam('2026-02-17T05:30:00')
const RULES = { timeZone: ZONE, quietHours: { windows: [] }, leadMs: 600 }

function villageAtStart(): Village {
  const village = new Village(RULES, START - 2_000)
  village.runFor(2_000)
  return village
}

const flood = (
  changes: { edition?: number; revision?: number; state?: 'active' | 'ended' } = {},
): OutputInput => ({
  kind: 'emergency',
  revision: changes.revision ?? 1,
  emergency: {
    ...{ emergencyId: 'flood', state: changes.state ?? 'active', status: 'Actual', severity: 'Severe' },
    ...{ sentAt: START, expiresAt: START + 3_600_000 },
    ...warningOf(2_000),
    edition: changes.edition ?? 1,
    repeatsAfterS: [20],
    targets: { areas: [], clusters: [] },
  },
})

/** Somebody speaks about the flood. */
const voiceOfFlood = (sentAt: number): Sound => ({
  ...voiceNamed('voice', sentAt),
  priority: 'emergency',
  emergency: {
    ...{ emergencyId: 'flood', edition: 1, status: 'Actual', severity: 'Severe', sentAt },
    ...{ expiresAt: START + 3_600_000, repeat: 0, isFirst: true, isLocal: false },
  },
})

test('the voice of an emergency takes the loudspeaker from its own sounding, and repeats wait until it is silent', () => {
  const village = villageAtStart()
  village.give(flood())
  village.runFor(5_000)
  village.give({ kind: 'announce', sound: voiceOfFlood(village.now), takesOver: false })
  village.runFor(30_000)
  village.give({ kind: 'announceEnd', soundId: 'voice' })
  village.runFor(10_000)
  expect(village.stretches.map(({ sound }) => sound.soundId)).toEqual(['flood#1#0', 'voice', 'flood#1#1'])
  expect(village.heard('voice').map(({ from, until }) => until - from)).toEqual([30_000])
})

test('another edition is said at once, and then who speaks is heard again', () => {
  const village = villageAtStart()
  village.give(flood())
  village.runFor(5_000)
  village.give({ kind: 'announce', sound: voiceOfFlood(village.now - 1), takesOver: false })
  village.runFor(2_000)
  const correction = flood({ edition: 2, revision: 2 })
  if (correction.kind === 'emergency')
    village.give({ ...correction, emergency: { ...correction.emergency, sentAt: village.now } })
  village.runFor(1_000)
  village.give(flood({ edition: 2, revision: 3 }))
  village.runFor(5_000)
  expect(village.stretches.map(({ sound }) => sound.soundId)).toEqual(['flood#1#0', 'voice', 'flood#2#0'])
  expect(village.output.current?.sound).toEqual(voiceOfFlood(village.now - 8_001))
})

test('with the end of the emergency its voice is silent', () => {
  const village = villageAtStart()
  village.give(flood())
  village.runFor(5_000)
  village.give({ kind: 'announce', sound: voiceOfFlood(village.now), takesOver: false })
  village.runFor(2_000)
  village.give(flood({ revision: 2, state: 'ended' }))
  village.runFor(1_000)
  expect(village.output.current).toBeNull()
  expect(village.records.at(-1)).toMatchObject({ sound: { soundId: 'voice' }, reason: 'stopped' })
})

test('a session whose stream was never reached has its record, and takes nothing from anybody', () => {
  const village = villageAtStart()
  village.give({ kind: 'due', sounds: [soundNamed('tin', { dueAt: village.now })] })
  village.runFor(2_000)
  village.give({ kind: 'announceMissed', sound: voiceNamed('voice', START) })
  village.give({ kind: 'announceMissed', sound: voiceNamed('voice', START) })
  village.runFor(60_000)
  expect(village.heard('tin')).toHaveLength(1)
  expect(village.records.map(({ sound, reason }) => [sound.soundId, reason])).toEqual([
    ['voice', 'audioMissing'],
    ['tin', null],
  ])
})

test('the voice of an emergency gives way to no ordinary voice, even where that was confirmed to take over', () => {
  const village = villageAtStart()
  village.give(flood())
  village.runFor(5_000)
  village.give({ kind: 'announce', sound: voiceOfFlood(village.now), takesOver: false })
  village.runFor(2_000)
  village.give({ kind: 'announce', sound: voiceNamed('other', village.now), takesOver: true })
  village.runFor(5_000)
  expect(village.output.current?.sound.soundId).toBe('voice')
  expect(village.records.map(({ sound }) => sound.soundId)).not.toContain('voice')
})

test('who took over is told of anew, behind whoever took over from them: it is the newer one that goes on', () => {
  const village = villageAtStart()
  const [first, second] = [voiceNamed('first', village.now), voiceNamed('second', village.now + 60_000)]
  village.give({ kind: 'announce', sound: { ...second, latenessMsMax: 86_400_000 }, takesOver: true })
  village.runFor(70_000)
  village.give({ kind: 'announce', sound: { ...first, latenessMsMax: 86_400_000 }, takesOver: true })
  village.runFor(5_000)
  expect(village.output.current?.sound.soundId).toBe('second')
})

test('who is taken from in the last words does not come back: the session is over', () => {
  const village = villageAtStart()
  village.reportDelayMs = 400
  village.give({ kind: 'announce', sound: voiceNamed('voice', village.now), takesOver: false })
  village.runFor(5_000)
  village.give({ kind: 'announceEnd', soundId: 'voice' })
  village.runFor(100)
  village.give(flood())
  village.runFor(10_000)
  expect(village.stretches.map(({ sound }) => sound.soundId)).toEqual(['voice', 'flood#1#0'])
  expect(village.records.map(({ sound, reason }) => [sound.soundId, reason])).toEqual([
    ['voice', 'preempted'],
    ['flood#1#0', null],
  ])
})

test('in the last words neither a pause nor a restart of the agent keeps a session that is over', () => {
  for (const act of ['pause', 'restart'] as const) {
    const village = villageAtStart()
    village.reportDelayMs = 400
    village.give({ kind: 'announce', sound: voiceNamed('voice', village.now), takesOver: false })
    village.runFor(5_000)
    village.give({ kind: 'announceEnd', soundId: 'voice' })
    village.runFor(100)
    if (act === 'pause') village.give({ kind: 'pause' })
    else village.restart(1_000)
    village.runFor(3_000)
    expect(village.records).toHaveLength(1)
    expect(village.output.interrupted).toEqual([])
  }
})

test('of a voice that is taken from, the record says how long it was heard, by the word of the player', () => {
  const village = villageAtStart()
  village.give({ kind: 'announce', sound: voiceNamed('voice', village.now), takesOver: false })
  village.runFor(5_000)
  const interrupted = arbitrate(village.output, flood(), village.now)
  const answer = {
    kind: 'interruptedAt',
    soundId: 'voice',
    heardAt: village.now + 80,
    positionMs: 5_080,
  } as const
  const { output } = arbitrate(interrupted.output, answer, village.now + 80)
  expect(output.interrupted).toMatchObject([{ heardMs: 5_080, interruptions: 1 }])
})

test('a voice that was armed and of which nothing was heard has not begun', () => {
  const village = villageAtStart()
  const armed = arbitrate(
    village.output,
    { kind: 'announce', sound: voiceNamed('voice', village.now), takesOver: false },
    village.now,
  )
  // The amplifier warms up yet.
  const interrupted = arbitrate(armed.output, flood(), village.now + 300)
  const answer = {
    kind: 'interruptedAt',
    soundId: 'voice',
    heardAt: village.now + 300,
    positionMs: 0,
  } as const
  const { output } = arbitrate(interrupted.output, answer, village.now + 300)
  expect(output.urgent).toMatchObject([{ heardMs: 0, interruptions: 0, startedAt: null }])
})

test('a session that ends while its voice is being taken from is recorded by the word of the player, too', () => {
  const village = villageAtStart()
  village.give({ kind: 'announce', sound: voiceNamed('voice', village.now), takesOver: false })
  village.runFor(5_000)
  const interrupted = arbitrate(village.output, flood(), village.now)
  const ended = arbitrate(interrupted.output, { kind: 'announceEnd', soundId: 'voice' }, village.now + 10)
  expect(ended.effects).toEqual([])
  const answer = {
    kind: 'interruptedAt',
    soundId: 'voice',
    heardAt: village.now + 80,
    positionMs: 5_080,
  } as const
  const { effects } = arbitrate(ended.output, answer, village.now + 80)
  expect(effects).toMatchObject([
    {
      kind: 'record',
      record: { heardMs: 5_080, interruptions: 1, reason: 'preempted', outcome: 'partlyHeard' },
    },
  ])
})

/** Decides one thing after another; what is told of the horn is the test's. */
function toldOf(inputs: readonly [afterMs: number, input: OutputInput][]) {
  let output = emptyOutput(RULES)
  const clock: OutputInput = { kind: 'clock', isTrusted: true, steppedMs: 0 }
  return [[0, clock] as const, ...inputs].flatMap(([afterMs, input]) => {
    const decision = arbitrate(output, input, START + afterMs)
    output = decision.output
    return decision.effects.flatMap((effect) => (effect.kind === 'record' ? [effect.record] : []))
  })
}

test('of an interrupted voice everything counts that left the horn, what the output still held as well', () => {
  const voice = voiceNamed('voice', START)
  const records = toldOf([
    [0, { kind: 'announce', sound: voice, takesOver: false }],
    [0, { kind: 'started', soundId: 'voice', heardAt: START + 100 }],
    [10_000, flood()],
    [10_000, { kind: 'interruptedAt', soundId: 'voice', heardAt: START + 10_100, positionMs: 10_000 }],
    [11_000, { kind: 'announceEnd', soundId: 'voice' }],
  ])
  expect(records).toMatchObject([{ outcome: 'partlyHeard', reason: 'preempted', heardMs: 10_000 }])
})

test('a voice that was armed, and interrupted before its first sample, was not heard', () => {
  const voice = voiceNamed('voice', START)
  const records = toldOf([
    [0, { kind: 'announce', sound: voice, takesOver: false }],
    [900, flood()],
    [900, { kind: 'interruptedAt', soundId: 'voice', heardAt: START + 900, positionMs: 0 }],
    [1_000, { kind: 'announceEnd', soundId: 'voice' }],
  ])
  expect(records).toMatchObject([{ outcome: 'notHeard', startedAt: null, heardMs: 0 }])
})
