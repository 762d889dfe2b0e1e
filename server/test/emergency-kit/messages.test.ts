import {
  type ClusterConfig,
  type EmergencyKit,
  type EmergencyMessages,
  type Problem,
  topicOf,
} from '@tieng-lang/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../src/app.ts'
import { withdrawBulletin } from '../../src/broadcasting/bulletins/review.ts'
import { soundsFor } from '../../src/broadcasting/emergency-kit/sounds-for.ts'
import { findSealedBytes } from '../../src/storage/documents.ts'
import { addSample } from '../broadcasting/bulletins/sample-bulletin.ts'
import { eventually, runServer, temporaryFolder } from '../running-server.ts'
import { signIn } from '../signed-in.ts'
import { addArea, addCluster, changeArea, LOCAL } from '../tree.ts'
import { ToneMaker } from './tone-maker.ts'

const folder = temporaryFolder()
let server: RunningServer
let approver: ReturnType<typeof signIn>

const HASHES = { province: 'b'.repeat(64), commune: 'c'.repeat(64), hmong: 'd'.repeat(64) }

beforeAll(async () => {
  server = await runServer(folder.path, { emergencyKit: new ToneMaker() })
  await server.emergencyKit?.settled()
  const { services } = server
  addArea(services, { areaId: 'tinh', name: 'Tỉnh' })
  addArea(services, { areaId: 'xa-a', parentId: 'tinh', name: 'Xã A' })
  addArea(services, { areaId: 'xa-b', parentId: 'tinh', name: 'Xã B' })
  for (const name of ['a', 'b'])
    addCluster(services, { clusterId: `cum-${name}`, areaId: `xa-${name}`, name })
  const approved = { state: 'approved', approvedBy: 'Mai' } as const
  const media = (sha256: string) => ({ sha256, sizeBytes: 1_000, durationMs: 5_000 })
  const add = (bulletinId: string, areaId: string, sha256: string, more = {}) =>
    addSample(services.database, { bulletinId, areaId, media: media(sha256), ...approved, ...more })
  add('tin-tinh', 'tinh', HASHES.province)
  add('tin-xa', 'xa-a', HASHES.commune)
  add('tin-mong', 'xa-a', HASHES.hmong, { language: 'hmn' })
  add('tin-cho-duyet', 'xa-a', 'e'.repeat(64), { state: 'submitted', approvedBy: null })
  add('tin-het-han', 'xa-a', 'e'.repeat(64), { validity: { until: '2030-01-01' } })
  add('tin-dai', 'xa-a', 'e'.repeat(64), { media: { ...media('e'.repeat(64)), durationMs: 200_000 } })
  add('tin-xa-b', 'xa-b', 'f'.repeat(64))
  approver = signIn(server, 'mai', [['approver', 'xa-a']])
})
afterAll(async () => {
  await server.stop()
  folder.remove()
})

const wanted = { event: 'storm', status: 'Actual', language: 'vi' } as const
const hashesIn = (areaId: string, language = 'vi') =>
  soundsFor(server.services, { ...wanted, areaId, language }).message.map(({ sha256 }) => sha256)
const assign = (areaId: string | null, bulletinId: string | null, language = 'vi') =>
  approver<Problem | null>('PUT', '/emergency-messages', {
    body: { areaId, event: 'storm', language, bulletinId },
  })
const list = async () => (await approver<EmergencyMessages>('GET', '/emergency-messages?areaId=xa-a')).body
/** As it lies sealed for the cluster. */
const kitToldTo = (clusterId: string): EmergencyKit | undefined => {
  const sealed = findSealedBytes(server.services.database, topicOf('config', { clusterId }))
  const [, payload = ''] = Buffer.from(sealed ?? [])
    .toString()
    .split('.')
  const { body } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { body: ClusterConfig }
  return body.emergencyKit
}
const isTold = (clusterId: string, sha256: string) =>
  eventually(
    () => kitToldTo(clusterId)?.sounds.map((sound) => sound.sha256),
    (hashes) => hashes?.includes(sha256) === true,
  )

test('the list says every sound, its words, and that nothing more is being made', async () => {
  const { messages, isReady } = await list()
  expect(isReady).toBe(true)
  expect(messages).toHaveLength(23)
  const storm = messages.find(({ role, event }) => role === 'message' && event === 'storm')
  expect(storm).toMatchObject({ language: 'vi', words: expect.stringContaining('Bão mạnh'), bulletin: null })
})

test('the nearest area’s recording says the message; one area’s does not reach its neighbour', async () => {
  const voice = hashesIn('xa-a')
  expect((await assign('xa-a', 'tin-xa')).status).toBe(204)
  const administration = signIn(server, 'tinh', [['administrator', null]])
  const body = { areaId: 'tinh', event: 'storm', language: 'vi', bulletinId: 'tin-tinh' }
  expect((await administration('PUT', '/emergency-messages', { body })).status).toBe(204)
  expect([hashesIn('xa-a'), hashesIn('xa-b')]).toEqual([[HASHES.commune], [HASHES.province]])
  expect(soundsFor(server.services, { ...wanted, areaId: null }).message.map(({ sha256 }) => sha256)).toEqual(
    voice,
  )
  await isTold('cum-a', HASHES.commune)
  await isTold('cum-b', HASHES.province)
  const { messages } = await list()
  const storm = messages.find(({ role, event }) => role === 'message' && event === 'storm')
  expect(storm).toMatchObject({ words: '', bulletin: { bulletinId: 'tin-xa', title: 'Bản tin' } })
})

test('another language is said after the one that is asked for, or first where it is asked for', async () => {
  expect((await assign('xa-a', 'tin-mong', 'hmn')).status).toBe(204)
  expect(hashesIn('xa-a')).toEqual([HASHES.commune, HASHES.hmong])
  expect(hashesIn('xa-a', 'hmn')).toEqual([HASHES.hmong])
  expect((await list()).messages).toHaveLength(24)
  await isTold('cum-a', HASHES.hmong)
})

test('null takes the voice again, and all of it is in the audit log', async () => {
  expect((await assign('xa-a', null, 'hmn')).status).toBe(204)
  expect(hashesIn('xa-a')).toEqual([HASHES.commune])
  const auditor = signIn(server, 'kiem-toan', [['auditor', null]])
  const entries = await auditor<{ items: { act: string; areaIds: string[] }[] }>('GET', '/audit-entries')
  const acts = entries.body.items.filter(({ act }) => act.startsWith('emergencyMessage.'))
  expect(acts.map(({ act, areaIds }) => [act, areaIds.join()])).toEqual([
    ['emergencyMessage.clear', 'xa-a'],
    ['emergencyMessage.assign', 'xa-a'],
    ['emergencyMessage.assign', 'tinh'],
    ['emergencyMessage.assign', 'xa-a'],
  ])
})

test.each([
  ['a bulletin that is not approved', 'tin-cho-duyet', 'bulletinNotApproved'],
  ['one with a last day', 'tin-het-han', 'bulletinEnds'],
  ['one that is too long to be said again and again', 'tin-dai', 'tooLong'],
  ['one of an area that the asker cannot see', 'tin-xa-b', 'bulletinNotFound'],
  ['one that is not there', 'tin-nao', 'bulletinNotFound'],
])('%s is no message', async (_, bulletinId, code) => {
  expect((await assign('xa-a', bulletinId)).body).toMatchObject({ code })
})

test('nobody assigns beyond the area of their right', async () => {
  for (const areaId of ['tinh', 'xa-b', null])
    expect((await assign(areaId, 'tin-xa')).body).toMatchObject({ code: 'notAllowed' })
})

test('recordings of at most four languages are kept by all clusters together', async () => {
  for (const language of ['tay', 'nun', 'mnw'])
    expect((await assign('xa-a', 'tin-xa', language)).status).toBe(204)
  expect((await assign('xa-a', 'tin-xa', 'khm')).body).toMatchObject({ code: 'limitExceeded' })
  for (const language of ['tay', 'nun', 'mnw']) await assign('xa-a', null, language)
})

test('once the recording is withdrawn, the area above says it, and clusters are told', async () => {
  await withdrawBulletin(server.services, { bulletinId: 'tin-xa', expected: 'any', by: LOCAL })
  expect(hashesIn('xa-a')).toEqual([HASHES.province])
  await isTold('cum-a', HASHES.province)
})

test('an area says what its clusters’ own button warns of', async () => {
  expect(kitToldTo('cum-a')?.button).toMatchObject({ event: 'evacuation', severity: 'Extreme' })
  for (const emergencyButton of ['flood', 'none'] as const) {
    changeArea(server.services, 'xa-a', { settings: { emergencyButton } })
    const event = emergencyButton === 'none' ? undefined : emergencyButton
    await eventually(
      () => kitToldTo('cum-a')?.button,
      (button) => button?.event === event,
    )
  }
})
