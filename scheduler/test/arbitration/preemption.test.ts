import type { CapStatus, Resumption } from '@tieng-lang/protocol/browser'
import { expect, test } from 'vitest'
import type { OutputInput, Sound } from '../../src/index.ts'
import { inVietNam, soundNamed, voiceNamed, warningOf, ZONE } from '../sample.ts'
import { Village } from '../village.ts'

const START = inVietNam('2026-02-17T05:30:00')
const RULES = { timeZone: ZONE, quietHours: { windows: [] }, leadMs: 600 }
const LENGTH_MS = 3_000
const OFFSETS = Array.from({ length: LENGTH_MS / 100 + 12 }, (_, index) => index * 100 - 600)

function emergencyInput(emergencyId: string, status: CapStatus, sentAt: number): OutputInput {
  return {
    kind: 'emergency',
    revision: 1,
    emergency: {
      emergencyId,
      state: 'active',
      status,
      severity: 'Severe',
      sentAt,
      expiresAt: sentAt + 3_600_000,
      ...warningOf(2_000),
      repeatsAfterS: [],
      targets: { areas: [], clusters: [] },
    },
  }
}

const CLASSES = ['routine', 'priority', 'announcement', 'Exercise', 'Actual'] as const
type Class = (typeof CLASSES)[number]

function bring(village: Village, name: Class, sound: Sound): void {
  if (name === 'announcement') village.give({ kind: 'announce', sound, takesOver: false })
  else if (name === 'routine' || name === 'priority')
    village.give({ kind: 'due', sounds: [{ ...sound, priority: name }] })
  else village.give(emergencyInput(sound.soundId, name, village.now))
}

function heardOf(village: Village, name: string) {
  return village.stretches.filter(({ sound }) => sound.soundId.split('#')[0] === name)
}

const RULES_OF_RESUMPTION: Resumption[] = ['resume', 'restart', 'drop']

const isPlannedClass = (name: Class) => name === 'routine' || name === 'priority'
const isEmergencyClass = (name: Class) => name === 'Exercise' || name === 'Actual'

/** The table of DESIGN §4 in one line: of two emergencies of a kind the newer takes the loudspeaker. */
function takesFrom(above: Class, below: Class): boolean {
  if (isEmergencyClass(above)) return CLASSES.indexOf(above) >= CLASSES.indexOf(below)
  return above === 'announcement' && isPlannedClass(below)
}

for (const below of CLASSES) {
  for (const above of CLASSES) {
    for (const onInterrupted of isPlannedClass(below) ? RULES_OF_RESUMPTION : (['restart'] as const)) {
      test(`${above} during ${below} (${onInterrupted}) at every 100 ms: each is where its rule says`, () => {
        for (const offsetMs of OFFSETS) {
          if (offsetMs > 0 || isPlannedClass(below)) checkPair({ below, above, onInterrupted, offsetMs })
        }
      })
    }
  }
}

interface Pair {
  below: Class
  above: Class
  onInterrupted: Resumption
  offsetMs: number
}

/** Plays `below` from `START` and `above` from `offsetMs` later, and follows both to their ends. */
function play({ below, above, onInterrupted, offsetMs }: Pair): Village {
  const village = new Village(RULES, START - 2_000)
  if (!isPlannedClass(below)) village.runFor(2_000)
  const planned = soundNamed('one', { dueAt: START, durationMs: LENGTH_MS, onInterrupted })
  bring(village, below, below === 'announcement' ? voiceNamed('one', START) : planned)
  village.runFor(START + offsetMs - village.now)
  const other = soundNamed('two', { dueAt: village.now, durationMs: 2_000 })
  bring(village, above, above === 'announcement' ? voiceNamed('two', village.now) : other)
  village.runFor(2_000)
  village.give({ kind: 'announceEnd', soundId: above === 'announcement' ? 'two' : 'nobody' })
  village.runFor(10_000)
  village.give({ kind: 'announceEnd', soundId: below === 'announcement' ? 'one' : 'nobody' })
  village.runFor(10_000)
  return village
}

function checkPair(pair: Pair): void {
  const { below, above, onInterrupted, offsetMs } = pair
  const village = play(pair)
  const context = JSON.stringify(pair)
  const broughtAt = START + offsetMs
  expect(village.broken, context).toEqual([])
  expect(village.records.map(({ sound }) => sound.soundId.split('#')[0]).sort(), context).toEqual([
    'one',
    'two',
  ])
  const [first, second] = heardOf(village, 'one')
  const [taken] = heardOf(village, 'two')
  if (!takesFrom(above, below)) {
    expect(second, context).toBeUndefined()
    return
  }
  expect(taken?.from, context).toBe(broughtAt)
  const lengthMs = isEmergencyClass(below) ? 2_000 : LENGTH_MS
  if (offsetMs <= 0 || (below !== 'announcement' && offsetMs >= lengthMs)) return
  expect(first?.until, context).toBe(broughtAt)
  if (onInterrupted === 'drop') expect(second, context).toBeUndefined()
  else {
    expect(second?.fromMs, context).toBe(onInterrupted === 'resume' ? offsetMs : 0)
    expect(second?.from, context).toBe(taken?.until)
  }
}

test('several levels deep: routine, announcement, Exercise, Actual, and all the way back', () => {
  const village = new Village(RULES, START - 2_000)
  village.give({ kind: 'due', sounds: [soundNamed('one', { dueAt: START, durationMs: 10_000 })] })
  village.runFor(3_000)
  village.give({ kind: 'announce', sound: voiceNamed('voice', village.now), takesOver: false })
  village.runFor(1_000)
  village.give(emergencyInput('drill', 'Exercise', village.now))
  village.runFor(1_000)
  village.give(emergencyInput('flood', 'Actual', village.now))
  village.runFor(6_000)
  village.give({ kind: 'announceEnd', soundId: 'voice' })
  village.runFor(20_000)
  expect(village.broken).toEqual([])
  const names = village.stretches.map(
    ({ sound, fromMs, from, until }) => `${sound.soundId}+${fromMs} ${until - from}`,
  )
  expect(names).toEqual([
    'one+0 1000',
    'voice+0 1000',
    'drill#1#0+0 1000',
    'flood#1#0+0 2000',
    'drill#1#0+0 2000',
    'voice+0 2000',
    'one+1000 9000',
  ])
  expect(village.records.find(({ sound }) => sound.soundId === 'one')).toMatchObject({
    outcome: 'heard',
    heardMs: 10_000,
    interruptions: 1,
  })
})
