import {
  type CommandKey,
  createKeyPair,
  type Emergency,
  ed25519Signer,
  emergencyAudience,
  HOUR_MS,
  type Signer,
  sealDocument,
  topicOf,
} from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listKitSounds } from '../server/src/storage/emergencies/emergency-kit.ts'
import { ShortKit } from './support/emergency/short-kit.ts'
import { raiseTo } from './support/emergency/warnings.ts'
import { Horn } from './support/sound/horn.ts'
import { at, eventually, TestVillage } from './support/village.ts'

const CLUSTER = 'cum-1'
const AREA = 'xa-thu'
const NEIGHBOUR = 'xa-ben'

let village: TestVillage
let startedAt: number

beforeAll(async () => {
  village = await TestVillage.start({ boards: [{ warmUpMs: 100 }], emergencyKit: new ShortKit() })
  await village.settled(CLUSTER)
  await eventually('the kit is held', async () => {
    const [cluster] = (await village.status()).clusters
    return cluster?.media && cluster.media.wanted > 0 && cluster.media.held === cluster.media.wanted
  })
  startedAt = systemClock.now()
})

afterAll(() => village?.stop())

const ours = (): Signer => village.services.keys.commandSigner
const topic = (emergencyId: string, areaId = AREA) => topicOf('emergencies', { areaId, emergencyId })
const publish = (bytes: Uint8Array, to: string) => village.services.link.send(to, bytes)

/** A warning that would sound at once, of the kit that the cluster holds. */
function warning(emergencyId: string, changes: Partial<Emergency> = {}): Emergency {
  const kit = listKitSounds(village.services.database)
  const parts = (role: string) =>
    kit
      .filter((sound) => sound.role === role)
      .slice(0, 1)
      .map(partOf)
  const sentAt = systemClock.now()
  return {
    ...{ emergencyId, state: 'active', edition: 1, event: 'flood', status: 'Actual', severity: 'Extreme' },
    ...{ sentAt, expiresAt: sentAt + HOUR_MS, repeatsAfterS: [], closing: null },
    sounds: { opening: parts('signal'), message: parts('message'), speech: null, closing: [] },
    targets: { areas: [AREA], clusters: [] },
    publishedIn: [AREA],
    cap: {
      ...{ identifier: emergencyId, sender: 'thu', sentAt, msgType: 'Alert', category: 'Met' },
      ...{ urgency: 'Immediate', certainty: 'Observed' },
      infos: [{ language: 'vi', headline: 'Lũ', description: '', instruction: '' }],
    },
    ...changes,
  }
}

const partOf = ({ sha256, durationMs, sizeBytes }: Emergency['sounds']['message'][number]) => ({
  ...{ sha256, durationMs, sizeBytes },
})

function sealed(body: Emergency, { signer = ours(), revision = 1 } = {}): Uint8Array {
  return sealDocument(
    {
      ...{ type: 'emergency', audience: emergencyAudience(body.emergencyId), documentId: body.emergencyId },
      ...{ revision, sealedAt: body.sentAt, validUntil: body.expiresAt + HOUR_MS, body },
    },
    signer,
  )
}

/** An Exercise whose body somebody has changed. */
function alteredToActual(emergencyId: string): Uint8Array {
  const exercise = Buffer.from(sealed(warning(emergencyId, { status: 'Exercise' }))).toString()
  const [head, body = '', tail] = exercise.split('.')
  const text = Buffer.from(body, 'base64url').toString().replace('"Exercise"', '"Actual"')
  return Buffer.from([head, Buffer.from(text).toString('base64url'), tail].join('.'))
}

/** A key of the neighbours’, properly in a key set that the cluster has taken. */
async function neighboursKey(): Promise<Signer> {
  const pair = createKeyPair()
  const { keySet, rootSigner } = village.services.keys
  const key: CommandKey = {
    ...{ kid: pair.kid, publicKey: pair.publicKey, areas: [NEIGHBOUR], types: ['emergency'], endsAt: null },
  }
  // A revision is a whole number.
  const now = Math.floor(systemClock.now())
  const document = {
    ...{ type: 'keys' as const, audience: 'keys', documentId: 'keys', revision: now, sealedAt: now },
    ...{ validUntil: null, body: { keys: [...keySet.keys, key] } },
  }
  await publish(sealDocument(document, rootSigner), topicOf('keys'))
  await at(systemClock.now() + 2_000)
  return ed25519Signer(pair)
}

/** How often the cluster has reported each code to the server. */
async function reported(code: string): Promise<number> {
  const { refusals } = await village.status()
  return refusals.find((one) => one.source === CLUSTER && one.code === code)?.count ?? 0
}

const over: Partial<Emergency> = {
  sentAt: systemClock.now() - 4 * HOUR_MS,
  expiresAt: systemClock.now() - 2 * HOUR_MS,
}
const theirs: Partial<Emergency> = { publishedIn: [NEIGHBOUR], targets: { areas: [NEIGHBOUR], clusters: [] } }

test.each<[string, string, () => Uint8Array]>([
  ['the recording of a warning that is long over', 'expired', () => sealed(warning('thu', over))],
  ['the neighbours’ warning, brought to this commune', 'wrongAudience', () => sealed(warning('thu', theirs))],
  ['a warning under another name than its own', 'wrongAudience', () => sealed(warning('khac'))],
  ['an Exercise that was altered to Actual', 'badSignature', () => alteredToActual('thu')],
  [
    'a warning of a key that nobody knows',
    'unknownKey',
    () => sealed(warning('thu'), { signer: ed25519Signer(createKeyPair()) }),
  ],
  ['a warning without an envelope', 'malformed', () => Buffer.from(JSON.stringify(warning('thu')))],
])('%s: nothing sounds, and the server hears of it as %s', async (_, code, bytes) => {
  const before = await reported(code)
  await publish(bytes(), topic('thu'))
  await eventually(`${code} is reported`, async () => (await reported(code)) === before + 1, 5_000)
})

test('a key that is not allowed for this area is refused', async () => {
  const signer = await neighboursKey()
  await publish(sealed(warning('thu'), { signer }), topic('thu'))
  await eventually('it is reported', async () => (await reported('keyNotAllowed')) === 1, 5_000)
})

test('an Exercise that the server’s own key would make Actual stays silent', async () => {
  const exercise = warning('dien-tap', { status: 'Exercise', expiresAt: systemClock.now() + 60_000 })
  const quiet = { ...exercise, state: 'cancelled' as const }
  await publish(sealed(quiet), topic('dien-tap'))
  await publish(sealed({ ...exercise, status: 'Actual' }, { revision: 2 }), topic('dien-tap'))
  await eventually('statusChanged is reported', async () => (await reported('statusChanged')) === 1, 5_000)
})

test('after all of it the horn was silent, and there is no record', async () => {
  await at(systemClock.now() + 1_500)
  const [member] = village.members
  const horn = await Horn.of(member ?? { recordingPath: '' })
  expect(horn.isSilent({ from: startedAt, until: systemClock.now() - 1_000 })).toBe(true)
  expect(await village.playouts()).toEqual([])
})

test('a real one sounds; its recorded activation after its end, and an old end of another, do nothing', async () => {
  const active = sealed(warning('that'), { revision: 5 })
  await publish(active, topic('that'))
  await eventually('it sounds', () => village.health(CLUSTER)?.playing?.broadcastId === 'that@1')
  await publish(sealed(warning('that', { state: 'cancelled' }), { revision: 6 }), topic('that'))
  await eventually('it is silent', () => village.health(CLUSTER)?.playing === null)
  const before = await reported('staleDocument')
  await publish(active, topic('that'))
  await publish(sealed(warning('that', { state: 'ended' }), { revision: 4 }), topic('that'))
  await eventually('both are reported', async () => (await reported('staleDocument')) === before + 2, 5_000)
  const record = await eventually('its record is at the server', async () =>
    (await village.playouts()).find(({ broadcastId }) => broadcastId === 'that@1'),
  )
  expect(record).toMatchObject({ outcome: 'partlyHeard', reason: 'stopped' })
})

test('an old end does not end what the server raises now', async () => {
  const { emergencyId } = await raiseTo(village, [CLUSTER])
  const before = await reported('staleDocument')
  await publish(sealed(warning(emergencyId, { state: 'cancelled' }), { revision: 3 }), topic(emergencyId))
  await eventually('it is reported', async () => (await reported('staleDocument')) === before + 1, 5_000)
  await eventually('it was heard whole', async () =>
    (await village.playouts()).some(
      ({ broadcastId, outcome }) => broadcastId === `${emergencyId}@1` && outcome === 'heard',
    ),
  )
})
