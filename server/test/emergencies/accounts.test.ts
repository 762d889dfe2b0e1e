import {
  type EmergencyAnswer,
  type EmergencyLine,
  type ExerciseScore,
  type Page,
  type Problem,
  SECOND_MS,
} from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../src/app.ts'
import { enrolBoard, type TestBoard } from '../board.ts'
import { eventually, temporaryFolder } from '../running-server.ts'
import {
  buildProvince,
  hurriedClock,
  look,
  type Person,
  PIN,
  personWithPin,
  raise,
  serverWithKit,
  stormOrder,
} from './commune.ts'

const folder = temporaryFolder()
/** A quarter of a minute in a second and a half. */
const clock = hurriedClock(10)
let server: RunningServer
let lan: Person
let boards: TestBoard[]

beforeAll(async () => {
  server = await serverWithKit(folder.path, { clock })
  buildProvince(server)
  lan = await personWithPin(server, 'lan', [['operator', 'xa-a']])
  boards = [await enrolBoard(server, 'c-1'), await enrolBoard(server, 'c-2')]
  for (const board of boards)
    await board.say('presence', { isConnected: true, bootId: 'b-1', agentVersion: '1', at: 0 })
})
afterAll(async () => {
  for (const board of boards) await board.stop()
  await server.stop()
  folder.remove()
})

const outcomes = (answer: EmergencyAnswer) =>
  Object.fromEntries(answer.clusters.map(({ clusterId, outcome, reason }) => [clusterId, [outcome, reason]]))

const until = async (emergencyId: string, isGood: (answer: EmergencyAnswer) => boolean) =>
  eventually(async () => (await look(lan, emergencyId)).body, isGood)

test('heard, played without proof, refused with the reason, and not reached after a quarter of a minute; late news still count', async () => {
  const raised = (await raise(lan)).body
  const { emergencyId } = raised
  const [one, two] = boards
  const heardAt = clock.now()
  const sound = { occurrenceId: `${emergencyId}#1#0`, broadcastId: `${emergencyId}@1`, at: heardAt }
  await one?.say('acks', {
    ...{ kind: 'document', type: 'emergency', documentId: emergencyId, revision: 1, at: heardAt },
  })
  await one?.say('acks', { kind: 'soundStarted', ...sound, heardAt, evidence: 'none' })
  const topic = `tl/v1/areas/thon-1/emergencies/${emergencyId}`
  await two?.say('acks', {
    ...{ kind: 'refusal', code: 'wrongAudience', topic, regarding: emergencyId, at: heardAt },
  })
  const soon = await until(emergencyId, ({ counts }) => counts.waiting === 1)
  expect(outcomes(soon)).toEqual({
    'c-1': ['playedNotProven', null],
    'c-2': ['refused', 'wrongAudience'],
    'c-3': ['waiting', null],
  })
  expect(soon.clusters[0]).toMatchObject({ isSounding: true, soundings: 1, heardAt })
  const later = await until(emergencyId, ({ counts }) => counts.waiting === 0)
  expect(outcomes(later)['c-3']).toEqual(['notReached', 'clusterNotEnrolled'])
  const told = later.moments.filter(({ clusterId }) => clusterId !== null && clusterId !== 'c-3')
  expect(told.map(({ kind, clusterId, detail }) => [kind, clusterId, detail])).toEqual([
    ['firstHeard', 'c-1', { edition: 1 }],
    ['heard', 'c-1', { evidence: 'none', edition: 1 }],
    ['refused', 'c-2', { reason: 'wrongAudience', edition: 1 }],
  ])
  expect(later.moments.find(({ kind }) => kind === 'notReached')?.at).toBeLessThan(
    (raised.sentAt ?? 0) + 15 * SECOND_MS + SECOND_MS,
  )
  // Refused by one topic, sounded by another after all; and what the device signs brings its evidence.
  await two?.say('acks', { kind: 'soundStarted', ...sound, heardAt, evidence: 'lineCurrent' })
  await one?.say('acks', { kind: 'soundEnded', ...sound })
  await one?.send(
    one.nextRecord({
      ...{ occurrenceId: sound.occurrenceId, broadcastId: sound.broadcastId, priority: 'emergency' },
      ...{ mediaSha256: null, dueAt: heardAt, startedAt: heardAt, evidence: 'supplyCurrent' },
    }),
  )
  const proven = await until(emergencyId, ({ counts }) => counts.heard === 2)
  expect(proven.clusters[0]).toMatchObject({ evidence: 'supplyCurrent', isSounding: false, soundings: 1 })
  expect(proven.moments.filter(({ kind }) => kind === 'heard')).toHaveLength(2)
})

test('pages are told at once and then a few times a second, and only those who look after the area', async () => {
  const told: { line: EmergencyLine; areaIds: readonly string[] | null }[] = []
  const stop = server.services.updates.listen(({ update, areaIds }) => {
    if (update.kind === 'emergency') told.push({ line: update.emergency, areaIds })
  })
  const beganMs = clock.monotonicMs()
  const { emergencyId } = (await raise(lan)).body
  for (let repeat = 0; repeat < 30; repeat += 1)
    await boards[0]?.say('acks', {
      ...{
        kind: 'soundStarted',
        occurrenceId: `${emergencyId}#1#${repeat}`,
        broadcastId: `${emergencyId}@1`,
      },
      ...{ heardAt: clock.now(), evidence: 'none', at: clock.now() },
    })
  await until(emergencyId, ({ clusters }) => clusters[0]?.soundings === 30)
  stop()
  const lastedMs = clock.monotonicMs() - beganMs
  const ofIt = told.filter(({ line }) => line.emergencyId === emergencyId)
  expect(ofIt[0]?.line).toMatchObject({ state: 'active', counts: { waiting: 3 } })
  expect(ofIt[0]?.areaIds).toEqual(['xa-a', 'thon-1', 'thon-2'])
  // When it was raised and when its time was over at once, else every 300 ms.
  expect(ofIt.length).toBeLessThanOrEqual(2 + Math.ceil(lastedMs / 300))
})

test('what was not heard stays in the list until somebody says what was done', async () => {
  const { emergencyId } = (await raise(lan, stormOrder({ expiresAt: clock.now() + 60 * SECOND_MS }))).body
  await until(emergencyId, ({ counts }) => counts.notReached === 3)
  await until(emergencyId, ({ state }) => state === 'expired')
  const open = async () => {
    const { items } = (await lan<Page<EmergencyLine>>('GET', '/emergencies?state=open')).body
    return items.some((item) => item.emergencyId === emergencyId)
  }
  expect(await open()).toBe(true)
  for (const clusterId of ['c-1', 'c-2', 'c-3']) {
    const path = `/emergencies/${emergencyId}/clusters/${clusterId}/resolution`
    expect((await lan('POST', path, { body: { note: 'Đã báo tận nhà' } })).status).toBe(200)
  }
  expect(await open()).toBe(false)
  const { clusters } = (await look(lan, emergencyId)).body
  expect(clusters[0]?.resolved).toMatchObject({ by: 'lan', note: 'Đã báo tận nhà' })
})

test('news of an edition that is not the newest change nothing', async () => {
  const { emergencyId } = (await raise(lan)).body
  const at = systemClock.now()
  await boards[0]?.say('acks', {
    ...{ kind: 'soundStarted', occurrenceId: `${emergencyId}#2#0`, broadcastId: `${emergencyId}@2` },
    ...{ heardAt: at, evidence: 'none', at },
  })
  await boards[1]?.say('acks', {
    ...{ kind: 'soundStarted', occurrenceId: `${emergencyId}#1#0`, broadcastId: `${emergencyId}@1` },
    ...{ heardAt: at, evidence: 'lineCurrent', at },
  })
  const { clusters } = await until(emergencyId, ({ counts }) => counts.heard === 1)
  expect(clusters.map(({ outcome }) => outcome)).toEqual(['waiting', 'heard', 'waiting'])
})

test('the timeline is a spreadsheet with times to the tenth of a second; an exercise that is over has a score', async () => {
  const { body } = await raise(lan, stormOrder({ status: 'Exercise' }))
  const { emergencyId, requestedAt } = body
  expect((await lan<Problem>('GET', `/emergencies/${emergencyId}/score`)).body.code).toBe('wrongState')
  const sounds = [
    { board: boards[0], afterMs: 420, evidence: 'lineCurrent' },
    { board: boards[1], afterMs: 1_280, evidence: 'none' },
  ]
  for (const { board, afterMs, evidence } of sounds)
    await board?.say('acks', {
      ...{ kind: 'soundStarted', occurrenceId: `${emergencyId}#1#0`, broadcastId: `${emergencyId}@1` },
      ...{ heardAt: requestedAt + afterMs, evidence, at: requestedAt + afterMs },
    })
  await until(emergencyId, ({ counts }) => counts.waiting === 0)
  const end = { how: 'allClear', reason: 'Xong diễn tập', pin: PIN, requestId: 'xong-1' }
  await lan('POST', `/emergencies/${emergencyId}/end`, { body: end })
  const score = (await lan<ExerciseScore>('GET', `/emergencies/${emergencyId}/score`)).body
  expect(score).toMatchObject({ targeted: 3, heard: 2, proven: 1, points: 50 })
  expect(Math.round(score.toSoundMs?.max ?? 0)).toBe(1_280)
  expect(score.accountedMs).toBeGreaterThan(10_000)
  const csv = (await lan<string>('GET', `/emergencies/${emergencyId}/timeline.csv`)).body
  const lines = csv.split('\r\n').map((line) => line.split(';'))
  expect(lines.find((cells) => cells[5] === 'Cụm c-2')?.slice(2, 4)).toEqual(['1.3', 'cụm loa phát ra tiếng'])
  expect(lines[1]?.[1]).toMatch(/^\d\d:\d\d:\d\d\.\d$/)
  expect(csv).toContain('Xong diễn tập')
})
