import { createKeyPair, type Emergency, ed25519Signer, HOUR_MS, topicOf } from '@tieng-lang/protocol'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { emergency, START_AT, sealed, sealedEmergency, server, stranger } from '../sealing.ts'
import { type Life, Rig } from './rig.ts'

const topicIn = (areaId: string, emergencyId = 'lu-1') => topicOf('emergencies', { areaId, emergencyId })
const HERE = topicIn('xa-a')

let rig: Rig
let life: Life

beforeEach(async () => {
  rig = new Rig()
  await rig.startServer()
  await rig.publishAll()
  life = await rig.startLife()
})
afterEach(() => life.stop())

const publish = (bytes: Uint8Array, topic = HERE) => rig.publishRaw(topic, bytes, true)
const heldRevisions = () => life.emergencies.list().map(({ revision }) => revision)
const ackedRevisions = () =>
  rig.acks.flatMap((ack) => (ack.kind === 'document' && ack.type === 'emergency' ? [ack.revision] : []))

test('a warning for an area of the path is in force, acknowledged, and there again after a restart', async () => {
  await publish(sealedEmergency(emergency()))
  expect(life.taken.map(({ emergency: { emergencyId } }) => emergencyId)).toEqual(['lu-1'])
  expect(ackedRevisions()).toEqual([1])
  await life.stop()
  life = await rig.startLife('boot-2')
  expect(heldRevisions()).toEqual([1])
  expect(life.refusals.counts()).toEqual({})
})

test('the same bytes under a second area of the path are a re-delivery: nothing is done twice', async () => {
  const bytes = sealedEmergency(emergency({ publishedIn: ['tinh', 'xa-a'] }))
  await publish(bytes)
  await publish(bytes, topicIn('tinh'))
  expect(life.taken).toHaveLength(1)
  expect(life.refusals.counts()).toEqual({})
})

test('a higher revision takes its place; a lower one, or another of the same revision, is stale', async () => {
  await publish(sealedEmergency(emergency(), { revision: 5 }))
  await publish(sealedEmergency(emergency({ state: 'cancelled' }), { revision: 7 }))
  await publish(sealedEmergency(emergency(), { revision: 5 }))
  await publish(sealedEmergency(emergency(), { revision: 7 }))
  expect(life.taken.map(({ emergency: { state } }) => state)).toEqual(['active', 'cancelled'])
  expect(life.refusals.counts()).toEqual({ staleDocument: 2 })
  const [refusal] = rig.refusalAcks()
  expect(refusal).toMatchObject({ code: 'staleDocument', topic: HERE, regarding: 'emergency-lu-1' })
})

const sealedText = (changes: Partial<Emergency> = {}) =>
  Buffer.from(sealedEmergency(emergency(changes))).toString()

const elsewhere: Partial<Emergency> = { publishedIn: ['xa-b'], targets: { areas: ['xa-b'], clusters: [] } }

test.each<[string, string, () => Uint8Array]>([
  ['another commune\u2019s message', 'wrongAudience', () => sealedEmergency(emergency(elsewhere))],
  [
    'one that lies under another name',
    'wrongAudience',
    () => sealedEmergency(emergency({ emergencyId: 'x' })),
  ],
  [
    'one whose body has another name',
    'wrongAudience',
    () => sealedEmergency(emergency({ emergencyId: 'x' }), { audience: 'emergencies/lu-1' }),
  ],
  [
    'one of a stranger',
    'unknownKey',
    () => sealedEmergency(emergency(), { signer: ed25519Signer(stranger) }),
  ],
  [
    'one with a forged signature',
    'badSignature',
    () => {
      const signer = { ...ed25519Signer(stranger), kid: server.kid }
      return sealedEmergency(emergency(), { signer })
    },
  ],
  [
    'an Exercise altered to Actual',
    'badSignature',
    () => {
      const [head, body = '', tail] = sealedText({ status: 'Exercise' }).split('.')
      const text = Buffer.from(body, 'base64url').toString().replace('"Exercise"', '"Actual"')
      return Buffer.from([head, Buffer.from(text).toString('base64url'), tail].join('.'))
    },
  ],
  [
    'one that is over for more than an hour',
    'expired',
    () => sealedEmergency(emergency({ sentAt: START_AT - 3 * HOUR_MS, expiresAt: START_AT - 2 * HOUR_MS })),
  ],
  ['a plan', 'unknownType', () => sealed('plan')],
  ['one of another shape', 'shapeMismatch', () => sealedEmergency({ ...emergency(), edition: 0 })],
  ['an oversized one', 'oversized', () => Buffer.alloc(262_145, 65)],
])('%s: nothing is in force, and it is refused and reported as %s', async (_, code, bytes) => {
  await publish(bytes())
  expect(life.taken).toEqual([])
  expect(life.refusals.counts()).toEqual({ [code]: 1 })
  expect(rig.refusalAcks()).toMatchObject([{ code, topic: HERE }])
})

test('a key that may not sign emergencies, or not for these areas, is refused', async () => {
  const other = createKeyPair()
  const key = (areas: string[], types: ('plan' | 'emergency')[]) => ({
    ...{ kid: other.kid, publicKey: other.publicKey, endsAt: null },
    ...{ areas, types },
  })
  const bytes = sealedEmergency(emergency(), { signer: ed25519Signer(other) })
  await rig.publish('keys', sealed('keys', { revision: 2, body: { keys: [key(['tinh'], ['plan'])] } }))
  await publish(bytes)
  await rig.publish('keys', sealed('keys', { revision: 3, body: { keys: [key(['xa-b'], ['emergency'])] } }))
  await publish(bytes)
  expect(life.refusals.counts()).toEqual({ keyNotAllowed: 2 })
  expect(life.taken).toEqual([])
})

test('an Exercise never becomes Actual, nor the other way, also where the server itself had sealed it', async () => {
  await publish(sealedEmergency(emergency({ status: 'Exercise' })))
  await publish(sealedEmergency(emergency(), { revision: 2 }))
  expect(life.taken).toHaveLength(1)
  expect(life.refusals.counts()).toEqual({ statusChanged: 1 })
  expect(rig.refusalAcks()).toMatchObject([{ code: 'statusChanged', regarding: 'emergency-lu-1' }])
})

test('nor while the agent was away: what the Exercise was is on its disk', async () => {
  await publish(sealedEmergency(emergency({ status: 'Exercise' })))
  await life.stop()
  await publish(sealedEmergency(emergency(), { revision: 2 }))
  life = await rig.startLife('boot-2')
  expect(life.taken).toEqual([])
  expect(life.refusals.counts()).toEqual({ statusChanged: 1 })
})

test('what is for others is passed over quietly; whom a later revision leaves out falls silent', async () => {
  await publish(sealedEmergency(emergency({ targets: { areas: [], clusters: ['c-9'] } })))
  expect(life.taken).toEqual([])
  await publish(sealedEmergency(emergency({ targets: { areas: [], clusters: ['c-1'] } }), { revision: 2 }))
  await publish(sealedEmergency(emergency({ targets: { areas: [], clusters: ['c-9'] } }), { revision: 3 }))
  expect(life.taken.map(({ emergency: { state } }) => state)).toEqual(['active', 'cancelled'])
  expect(life.refusals.counts()).toEqual({})
})

test('what lies under the province for another commune of it is passed over quietly', async () => {
  const province = { publishedIn: ['tinh'], targets: { areas: ['xa-b'], clusters: ['c-9'] } }
  await publish(sealedEmergency(emergency(province)), topicIn('tinh'))
  expect(life.taken).toEqual([])
  expect(life.refusals.counts()).toEqual({})
  const both = { ...province, targets: { areas: ['xa-b', 'xa-a'], clusters: [] } }
  await publish(sealedEmergency(emergency(both), { revision: 2 }), topicIn('tinh'))
  expect(life.taken).toHaveLength(1)
})

test('an hour after its expiry it is forgotten, on the disk too; before that its replay says nothing', async () => {
  const bytes = sealedEmergency(emergency({ expiresAt: START_AT + 60_000 }))
  await publish(bytes)
  await rig.clock.advance(30 * 60_000)
  life.emergencies.prune()
  await publish(bytes)
  expect(heldRevisions()).toEqual([1])
  expect(life.taken).toHaveLength(1)
  await rig.clock.advance(40 * 60_000)
  life.emergencies.prune()
  await rig.clock.advance(1_000)
  expect(heldRevisions()).toEqual([])
  await life.stop()
  life = await rig.startLife('boot-2')
  expect(heldRevisions()).toEqual([])
})

test('keys that come together with it, on a new cluster, are waited for', async () => {
  await life.stop()
  rig = new Rig({ writeMs: 300 })
  await rig.startServer()
  await publish(sealedEmergency(emergency()))
  await rig.publishAll()
  life = await rig.startLife()
  await rig.clock.advance(3_000)
  expect(life.taken).toHaveLength(1)
  expect(life.refusals.counts()).toEqual({})
})
