import {
  audienceOf,
  type CommandBody,
  createKeyPair,
  ed25519Signer,
  type Plan,
  type Signer,
  sealCommand,
  sealDocument,
  topicOf,
} from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Horn } from './support/sound/horn.ts'
import { makeSweep } from './support/sound/sweep.ts'
import { type AddedBulletin, at, eventually, TestVillage } from './support/village.ts'

const CLUSTER = 'cum-1'
const PLAN_TOPIC = topicOf('plan', { clusterId: CLUSTER })
const COMMANDS_TOPIC = topicOf('commands', { clusterId: CLUSTER })

let village: TestVillage
let bulletin: AddedBulletin
let planHeld: number
let startedAt: number

const status = async () => (await village.status()).clusters.find(({ clusterId }) => clusterId === CLUSTER)
const publish = (topic: string, bytes: Uint8Array) => village.services.link.send(topic, bytes)

beforeAll(async () => {
  village = await TestVillage.start({ boards: [{ warmUpMs: 100 }] })
  bulletin = await village.addBulletin(await makeSweep(2))
  // The audio is on the cluster, so that nothing but the envelope stands between a forged plan and the horn.
  await village.playOnce(bulletin, { programmeId: 'ngay-mai', at: systemClock.now() + 86_400_000 })
  await village.settled(CLUSTER)
  planHeld = (await status())?.planRevision.held ?? 0
  startedAt = systemClock.now()
})

afterAll(() => village?.stop())

/** A plan that would sound at once. */
function planOfNow(): Plan {
  const media = bulletin.media
  return {
    programmes: [
      {
        programmeId: 'gia-mao',
        name: 'Giả mạo',
        priority: 'priority',
        recurrence: { kind: 'once', at: systemClock.now() },
        validity: {},
        playlist: [{ itemId: 'tin', title: 'Tin', media, repeats: 3, gapMs: 0 }],
        latenessMsMax: 3_600_000,
        onInterrupted: 'resume',
        mayBeCut: true,
      },
    ],
    stopped: [],
  }
}

const ours = () => village.services.keys.commandSigner
const stranger = () => ed25519Signer(createKeyPair())
/** Our key's name over another key's signature. */
const forged = (): Signer => ({ ...stranger(), kid: ours().kid })

function plan(overrides: Partial<Parameters<typeof sealDocument>[0]> = {}, signer = ours()): Uint8Array {
  const now = systemClock.now()
  return sealDocument(
    {
      type: 'plan',
      audience: audienceOf('plan', { clusterId: CLUSTER }),
      documentId: `plan-${CLUSTER}`,
      revision: planHeld + 1_000_000,
      sealedAt: now,
      validUntil: now + 86_400_000,
      body: planOfNow(),
      ...overrides,
    },
    signer,
  )
}

const volume: CommandBody = { name: 'volume', percent: 1 }

function command(overrides: Partial<Parameters<typeof sealCommand>[0]> = {}, signer = ours()): Uint8Array {
  const sealedAt = systemClock.now()
  const aud = audienceOf('commands', { clusterId: CLUSTER })
  return sealCommand(
    { aud, id: `thu-${sealedAt}`, sealedAt, expiresAt: sealedAt + 60_000, body: volume, ...overrides },
    signer,
  )
}

/** How often the cluster has reported each code to the server. */
async function reported(): Promise<Record<string, number>> {
  const { refusals } = await village.status()
  return Object.fromEntries(
    refusals.filter(({ source }) => source === CLUSTER).map(({ code, count }) => [code, count]),
  )
}

const elsewhere = { clusterId: 'cum-9' }

test.each<[string, string, string, () => Uint8Array]>([
  ['plan with a forged signature', 'badSignature', PLAN_TOPIC, () => plan({}, forged())],
  ['plan of a key that nobody knows', 'unknownKey', PLAN_TOPIC, () => plan({}, stranger())],
  ['plan that has expired', 'expired', PLAN_TOPIC, () => plan({ validUntil: systemClock.now() - 120_000 })],
  [
    'plan for another cluster',
    'wrongAudience',
    PLAN_TOPIC,
    () => plan({ audience: audienceOf('plan', elsewhere) }),
  ],
  ['plan of a lower revision', 'staleDocument', PLAN_TOPIC, () => plan({ revision: planHeld - 1 })],
  ['other plan of the same revision', 'staleDocument', PLAN_TOPIC, () => plan({ revision: planHeld })],
  ['document of another type', 'unknownType', PLAN_TOPIC, () => plan({ type: 'receipts' })],
  ['plan of another shape', 'shapeMismatch', PLAN_TOPIC, () => plan({ body: { programmes: 'tất cả' } })],
  ['plan without an envelope', 'malformed', PLAN_TOPIC, () => Buffer.from(JSON.stringify(planOfNow()))],
  ['oversized plan', 'oversized', PLAN_TOPIC, () => Buffer.alloc(1_048_577, 65)],
  ['key set that the root key did not seal', 'keyNotAllowed', topicOf('keys'), () => keySet()],
  ['command with a forged signature', 'badSignature', COMMANDS_TOPIC, () => command({}, forged())],
  ['command that has expired', 'expired', COMMANDS_TOPIC, () => expiredCommand()],
  [
    'command for another cluster',
    'wrongAudience',
    COMMANDS_TOPIC,
    () => command({ aud: audienceOf('commands', elsewhere) }),
  ],
  ['command of the future', 'notYetSealed', COMMANDS_TOPIC, () => futureCommand()],
  ['oversized command', 'oversized', COMMANDS_TOPIC, () => Buffer.alloc(8_193, 65)],
  ['plan among the commands', 'unknownType', COMMANDS_TOPIC, () => plan()],
])('%s: nothing changes, and the server hears of it as %s', async (_, code, topic, bytes) => {
  const before = (await reported())[code] ?? 0
  await publish(topic, bytes())
  await eventually(`${code} is reported`, async () => (await reported())[code] === before + 1, 5_000)
})

test('a command that was carried out does nothing when it is replayed', async () => {
  const before = await reported()
  const bytes = command({ body: { name: 'volume', percent: 70 } })
  await publish(COMMANDS_TOPIC, bytes)
  await publish(COMMANDS_TOPIC, bytes)
  await eventually('the replay is reported', async () => (await reported()).replayed === 1, 5_000)
  expect(await reported()).toEqual({ ...before, replayed: 1 })
})

test('after all of it: no sound, the same plan, the same volume; the cluster has counted what it reported', async () => {
  await village.administration.patch(`/api/v1/clusters/${CLUSTER}`, { name: 'Cụm một' })
  const health = await eventually('health after a new config', async () => {
    const now = village.health(CLUSTER)
    return now?.configRevision === (await status())?.configRevision.wanted && now
  })
  expect(health.refusals).toEqual(await reported())
  expect(health.planRevision).toBe(planHeld)
  expect(health.volumePercent).toBe(70)
  await at(systemClock.now() + 1_500)
  const [member] = village.members
  const horn = await Horn.of(member ?? { recordingPath: '' })
  expect(horn.isSilent({ from: startedAt, until: systemClock.now() })).toBe(true)
  expect(await village.playouts()).toEqual([])
})

test('the same plan under our own seal sounds: nothing but the envelope had kept it silent', async () => {
  await publish(PLAN_TOPIC, plan())
  await eventually(
    'the sound is at the horn',
    () => village.health(CLUSTER)?.playing?.broadcastId === 'gia-mao@once',
  )
})

function keySet(): Uint8Array {
  const { services } = village
  const { kid, publicKey } = createKeyPair()
  const [known] = services.keys.keySet.keys
  const keys = known ? [known, { ...known, kid, publicKey }] : []
  return plan({ type: 'keys', audience: 'keys', documentId: 'keys', body: { keys } })
}

function expiredCommand(): Uint8Array {
  const sealedAt = systemClock.now() - 121_000
  return command({ sealedAt, expiresAt: sealedAt + 60_000 })
}

function futureCommand(): Uint8Array {
  const sealedAt = systemClock.now() + 70_000
  return command({ sealedAt, expiresAt: sealedAt + 60_000 })
}
