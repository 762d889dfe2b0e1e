import { createKeyPair, ed25519Signer, type LiveSession, topicOf } from '@tieng-lang/protocol'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { CLUSTER, liveSession, START_AT, sealedSession, stranger } from '../sealing.ts'
import { type Life, Rig } from './rig.ts'

const topicIn = (areaId: string, sessionId = 'noi-1') => topicOf('live', { areaId, sessionId })
const HERE = topicIn('xa-a')
const LATER = { expiresAt: START_AT + 100_000 }

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
const states = () => life.sessions.map(({ session }) => session.state)
const acked = () =>
  rig.acks.flatMap((ack) => (ack.kind === 'document' && ack.type === 'live' ? [ack.revision] : []))

test('a session is in force with what remains of it; beginning and end are acknowledged, renewals are not', async () => {
  await publish(sealedSession(liveSession(), { revision: 1 }))
  expect(life.sessions[0]?.remainingMs).toBeGreaterThan(50_000)
  await publish(sealedSession(liveSession(LATER), { revision: 2 }))
  await publish(sealedSession(liveSession({ ...LATER, state: 'ended' }), { revision: 3 }))
  expect(states()).toEqual(['onAir', 'onAir', 'ended'])
  expect(acked()).toEqual([1, 3])
  expect(life.refusals.counts()).toEqual({})
})

test('the same bytes under a second area are a re-delivery; a lower revision is stale', async () => {
  const bytes = sealedSession(liveSession({ publishedIn: ['tinh', 'xa-a'] }), { revision: 5 })
  await publish(bytes)
  await publish(bytes, topicIn('tinh'))
  await publish(sealedSession(liveSession(), { revision: 4 }))
  expect(life.sessions).toHaveLength(1)
  expect(life.refusals.counts()).toEqual({ staleDocument: 1 })
})

test('who is not meant, or is beside the microphone, quietly lets it be', async () => {
  await publish(sealedSession(liveSession({ targets: { areas: ['xa-b'], clusters: [] } })))
  await publish(sealedSession(liveSession({ silenced: [CLUSTER] }), { revision: 2 }))
  expect(life.sessions).toEqual([])
  expect(life.refusals.counts()).toEqual({})
})

test('a revision that silences the cluster ends the session here', async () => {
  await publish(sealedSession(liveSession()))
  await publish(sealedSession(liveSession({ silenced: [CLUSTER] }), { revision: 2 }))
  expect(states()).toEqual(['onAir', 'ended'])
})

const elsewhere: Partial<LiveSession> = { publishedIn: ['xa-b'] }
test.each<[string, string, () => Uint8Array]>([
  [
    'a session of another commune, replayed here',
    'wrongAudience',
    () => sealedSession(liveSession(elsewhere)),
  ],
  [
    'another session\u2019s document',
    'wrongAudience',
    () => sealedSession(liveSession({ sessionId: 'noi-2' })),
  ],
  [
    'a key of nobody',
    'unknownKey',
    () => sealedSession(liveSession(), { signer: ed25519Signer(createKeyPair()) }),
  ],
  [
    'a stranger\u2019s signature',
    'unknownKey',
    () => sealedSession(liveSession(), { signer: ed25519Signer(stranger) }),
  ],
  ['one that has expired', 'expired', () => sealedSession(liveSession({ expiresAt: START_AT + 1 }))],
  ['an absurd delay', 'shapeMismatch', () => sealedSession(liveSession({ delayMs: 60_000 }))],
  ['bytes that mean nothing', 'malformed', () => Buffer.from('xin chào')],
])('%s is refused: %s', async (_, code, bytes) => {
  await publish(bytes())
  expect(life.sessions).toEqual([])
  expect(life.refusals.counts()).toEqual({ [code]: 1 })
})
