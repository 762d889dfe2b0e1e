import { buildAgentProgram } from '@tieng-lang/hardware-sim'
import { systemClock } from '@tieng-lang/protocol/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { MESSAGE_HZ, ShortKit, SIGNAL_HZ, WARNING_MS } from './support/emergency/short-kit.ts'
import { end, raiseTo, sounding, standingOf } from './support/emergency/warnings.ts'
import { Horn } from './support/sound/horn.ts'
import { makeSweep, placeMsOf } from './support/sound/sweep.ts'
import { at, eventually, TestVillage } from './support/village.ts'

const SOUND_MS = 4_000
/** When each cluster's warning is raised, against the bulletin that is due on all of them. */
const STAGES = [
  { cluster: 'cum-1', stage: 'armed', afterMs: -500 },
  { cluster: 'cum-2', stage: 'just begun', afterMs: 60 },
  { cluster: 'cum-3', stage: 'in the middle', afterMs: 2_000 },
  { cluster: 'cum-4', stage: 'in its last 100 ms', afterMs: SOUND_MS - 130 },
] as const
/** Its agent is killed while the warning sounds. */
const KILLED = 'cum-5'
/** Two warnings at once. */
const TWICE = 'cum-6'

let village: TestVillage
let dueAt: number
const warnings = new Map<string, string>()
const second: string[] = []

beforeAll(async () => {
  village = await TestVillage.start({
    boards: Array.from({ length: 6 }, () => ({ warmUpMs: 100 })),
    program: await buildAgentProgram(),
    emergencyKit: new ShortKit(),
  })
  const bulletin = await village.addBulletin(await makeSweep(SOUND_MS / 1_000))
  for (const { name } of village.members) await village.settled(name)
  dueAt = systemClock.now() + 6_000
  await village.playOnce(bulletin, { programmeId: 'tin', at: dueAt, onInterrupted: 'resume' })
  await eventually('every cluster has the bulletin and the kit', async () =>
    (await village.status()).clusters.every(
      ({ media }) => media && media.wanted > 6 && media.held === media.wanted,
    ),
  )
  await Promise.all([
    ...STAGES.map(({ cluster, afterMs }) => raiseAt(cluster, dueAt + afterMs)),
    raiseAt(KILLED, dueAt + 1_000).then(() => killSounding()),
    raiseAt(TWICE, dueAt + 500).then(() => raiseSecond()),
  ])
  await eventually(
    'every sound has its record at the server',
    async () => (await village.playouts()).length >= 6 + 6 + 1,
    30_000,
  )
}, 150_000)

afterAll(() => village?.stop())

async function raiseAt(cluster: string, instant: number): Promise<void> {
  await at(instant)
  const { emergencyId } = await raiseTo(village, [cluster])
  warnings.set(cluster, emergencyId)
}

/** Less severe than the first, while that one sounds. */
async function raiseSecond(): Promise<void> {
  await sounding(village, TWICE, warnings.get(TWICE) ?? '')
  const { emergencyId } = await raiseTo(village, [TWICE], { event: 'fire', severity: 'Moderate' })
  second.push(emergencyId)
}

async function killSounding(): Promise<void> {
  await sounding(village, KILLED, warnings.get(KILLED) ?? '')
  await at(systemClock.now() + 1_000)
  await village.members.find(({ name }) => name === KILLED)?.process?.kill()
}

const recordsOf = async (clusterId: string) =>
  (await village.playouts()).filter((record) => record.clusterId === clusterId)
const warningOf = async (cluster: string) =>
  (await recordsOf(cluster)).find(({ occurrenceId }) => occurrenceId === `${warnings.get(cluster)}#1#0`)
const bulletinOf = async (cluster: string) =>
  (await recordsOf(cluster)).find(({ broadcastId }) => broadcastId === 'tin@once')
const hornOf = (cluster: string) =>
  Horn.of(village.members.find(({ name }) => name === cluster) ?? { recordingPath: '' })

test.each(STAGES)(
  'a warning takes the loudspeaker from a bulletin that is $stage, and is heard whole',
  async ({ cluster, afterMs }) => {
    const warning = await warningOf(cluster)
    expect(warning).toMatchObject({ outcome: 'heard', evidence: 'lineCurrent' })
    const startedAt = warning?.startedAt ?? 0
    expect(startedAt).toBeGreaterThan(dueAt + afterMs)
    const horn = await hornOf(cluster)
    expect(Math.abs(horn.pitchHz(startedAt + 300) - SIGNAL_HZ)).toBeLessThanOrEqual(20)
    // Nothing of the bulletin until the warning has ended.
    expect(Math.abs(horn.pitchHz(startedAt + WARNING_MS - 300) - MESSAGE_HZ)).toBeLessThanOrEqual(20)
  },
)

test.each(STAGES)(
  'the bulletin that was $stage comes back by its rule, and is heard whole',
  async ({ cluster }) => {
    const bulletin = await bulletinOf(cluster)
    expect(bulletin).toMatchObject({ outcome: 'heard' })
    // Nothing of it was heard before, or all of it: then nothing came back.
    const warningAt = (await warningOf(cluster))?.startedAt ?? 0
    if ((bulletin?.startedAt ?? 0) > warningAt || (bulletin?.endedAt ?? 0) <= warningAt) return
    const endedAt = ((await warningOf(cluster))?.startedAt ?? 0) + WARNING_MS
    const horn = await hornOf(cluster)
    const [again] = horn.sounds({ from: endedAt + 60, until: endedAt + 3_000 })
    const interruptedMs = ((await warningOf(cluster))?.startedAt ?? 0) - (bulletin?.startedAt ?? 0)
    // Too little is left of it to tell its place by its pitch.
    if (interruptedMs > SOUND_MS - 500) return
    const resumedMs = placeMsOf(horn.pitchHz((again?.from ?? 0) + 100)) - 150
    expect(Math.abs(resumedMs - interruptedMs)).toBeLessThan(200)
  },
)

test('a warning whose agent was killed in the middle is said again from its beginning', async () => {
  const warning = await warningOf(KILLED)
  expect(warning).toMatchObject({ outcome: 'heard' })
  const [startedAt, endedAt] = [warning?.startedAt ?? 0, warning?.endedAt ?? 0]
  expect(endedAt - startedAt).toBeGreaterThan(WARNING_MS + 1_000)
  const horn = await hornOf(KILLED)
  expect(Math.abs(horn.pitchHz(endedAt - WARNING_MS + 300) - SIGNAL_HZ)).toBeLessThanOrEqual(20)
  expect(Math.abs(horn.pitchHz(endedAt - 300) - MESSAGE_HZ)).toBeLessThanOrEqual(20)
  expect((await recordsOf(KILLED)).filter(({ broadcastId }) => broadcastId !== 'tin@once')).toHaveLength(1)
})

test('of two warnings the less severe waits for the end of the other; then the bulletin goes on', async () => {
  const records = await recordsOf(TWICE)
  const order = records
    .toSorted((a, b) => (a.endedAt ?? 0) - (b.endedAt ?? 0))
    .map(({ occurrenceId }) => occurrenceId)
  expect(order).toEqual([`${warnings.get(TWICE)}#1#0`, `${second[0]}#1#0`, 'tin@once/tin/1'])
  expect(records.map(({ outcome }) => outcome)).toEqual(['heard', 'heard', 'heard'])
})

test('the page shows it as heard, by the line current', async () => {
  const answer = await standingOf(village, warnings.get('cum-3') ?? '')
  expect(answer.clusters).toMatchObject([{ clusterId: 'cum-3', outcome: 'heard', evidence: 'lineCurrent' }])
})

test('the all clear is said once, by whom the warning was said', async () => {
  const emergencyId = warnings.get('cum-2') ?? ''
  await end(village, emergencyId, 'allClear')
  const closing = await eventually('the all clear has its record', async () =>
    (await recordsOf('cum-2')).find(({ occurrenceId }) => occurrenceId === `${emergencyId}#1#closing`),
  )
  expect(closing).toMatchObject({ outcome: 'heard' })
})
