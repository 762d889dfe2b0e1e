import { CodedError, ed25519Signer, topicOf } from '@tieng-lang/protocol'
import { expect, test } from 'vitest'
import {
  CLUSTER,
  config,
  keySet,
  plan,
  START_AT,
  sealed,
  sealedCommand,
  server,
  serverKey,
  stranger,
} from '../sealing.ts'
import { type Life, Rig } from './rig.ts'

async function connected(diskOptions?: { writeMs?: number }): Promise<{ rig: Rig; life: Life }> {
  const rig = new Rig(diskOptions)
  await rig.startServer()
  await rig.publishAll()
  return { rig, life: await rig.startLife() }
}

/** Everything that a wrong envelope might have changed. */
const standing = ({ shelf, done }: Life) =>
  JSON.stringify([shelf.get('keys'), shelf.get('config'), shelf.get('plan'), shelf.get('receipts'), done])

test('what is retained is taken at the first connection, keys first, and acknowledged once each', async () => {
  const { rig, life } = await connected()
  expect(life.shelf.get('plan')?.revision).toBe(1)
  expect(rig.acks.filter(({ kind }) => kind === 'document').map((ack) => 'type' in ack && ack.type)).toEqual([
    'keys',
    'config',
    'plan',
    'receipts',
  ])
  expect(life.refusals.counts()).toEqual({})
  expect(life.clockTrust.state()).toBe('trusted')
})

test('documents delivered again do nothing twice: broker reconnect, agent restart', async () => {
  const { rig, life } = await connected()
  let taken = 0
  life.shelf.onTaken('plan', () => {
    taken += 1
  })
  rig.network.reset()
  await rig.clock.advance(60_000)
  expect(life.link.isConnected()).toBe(true)
  await life.stop()
  const acksBefore = rig.acks.filter(({ kind }) => kind === 'document').length
  const second = await rig.startLife('boot-2')
  expect(second.shelf.get('plan')?.revision).toBe(1)
  expect(taken).toBe(0)
  // But for the config: the last life may have ended before it could say that it holds it.
  expect(rig.acks.filter(({ kind }) => kind === 'document').slice(acksBefore)).toMatchObject([
    { type: 'config', revision: 1 },
  ])
  expect({ ...life.refusals.counts(), ...second.refusals.counts() }).toEqual({})
})

const forged = { ...ed25519Signer(stranger), kid: server.kid }
const elsewhere = topicOf('plan', { clusterId: 'c-2' }).slice('tl/v1/'.length)
const planTwo = { type: 'plan', revision: 2 } as const

test.each([
  ['a lower revision', 'staleDocument', () => sealed('plan', { revision: 4 })],
  [
    'a changed body at the same revision',
    'staleDocument',
    () => sealed('plan', { revision: 5, validUntil: START_AT * 2 }),
  ],
  ['a forged signature', 'badSignature', () => sealed('plan', { revision: 6, signer: forged })],
  ["a stranger's key", 'unknownKey', () => sealed('plan', { revision: 6, signer: ed25519Signer(stranger) })],
  ['an expired one', 'expired', () => sealed('plan', { revision: 6, validUntil: START_AT + 1 })],
  ['a misaddressed one', 'wrongAudience', () => sealed('plan', { revision: 6, audience: elsewhere })],
  ['an oversized one', 'oversized', () => Buffer.alloc(1_048_577, 65)],
  ['an unknown type', 'unknownType', () => sealed('receipts', { revision: 6 })],
  ['another shape', 'shapeMismatch', () => sealed('plan', { revision: 6, body: { programmes: 'none' } })],
  ['no envelope at all', 'malformed', () => Buffer.from('{"programmes":[]}')],
])('document: %s changes nothing, is counted and reported as %s', async (_, code, bytes) => {
  const { rig, life } = await connected()
  await rig.publish('plan', sealed('plan', { revision: 5 }))
  const before = standing(life)
  await rig.publish('plan', bytes())
  expect(standing(life)).toBe(before)
  expect(life.refusals.counts()).toEqual({ [code]: 1 })
  expect(rig.refusalAcks()).toMatchObject([{ code, topic: topicOf('plan', { clusterId: CLUSTER }) }])
  await rig.publish('plan', sealed('plan', { revision: 7 }))
  expect(life.shelf.get(planTwo.type)?.revision).toBe(7)
})

const volume = { name: 'volume', percent: 40 } as const
const at = (rig: Rig) => rig.clock.now()

test.each([
  [
    'a forged signature',
    'badSignature',
    (rig: Rig) => sealedCommand(volume, { sealedAt: at(rig), signer: forged }),
  ],
  ['an expired one', 'expired', (rig: Rig) => sealedCommand(volume, { sealedAt: at(rig) - 121_000 })],
  [
    'one that would live too long',
    'expired',
    (rig: Rig) => sealedCommand(volume, { sealedAt: at(rig), expiresAt: at(rig) + 60_001 }),
  ],
  [
    'one from the future',
    'notYetSealed',
    (rig: Rig) => sealedCommand(volume, { sealedAt: at(rig) + 70_000 }),
  ],
  [
    'a misaddressed one',
    'wrongAudience',
    (rig: Rig) => sealedCommand(volume, { sealedAt: at(rig), audience: 'clusters/c-2/commands' }),
  ],
  ['an oversized one', 'oversized', () => Buffer.alloc(8_193, 65)],
  ['an unknown type', 'unknownType', () => sealed('plan')],
  [
    'a foreign time nonce',
    'replayed',
    (rig: Rig) =>
      sealedCommand({ name: 'time', nonce: 'A'.repeat(22), serverAt: 0 }, { id: 't', sealedAt: at(rig) }),
  ],
])('command: %s does nothing, is counted and reported as %s', async (_, code, bytes) => {
  const { rig, life } = await connected()
  const before = standing(life)
  await rig.publish('commands', bytes(rig))
  expect(standing(life)).toBe(before)
  expect(life.clockTrust.state()).toBe('trusted')
  expect(life.refusals.counts()).toEqual({ [code]: 1 })
  expect(rig.refusalAcks()).toMatchObject([{ code }])
})

test('a command is carried out once: replayed at once, and after a restart of the agent', async () => {
  const { rig, life } = await connected()
  const bytes = await rig.command(volume)
  await rig.publish('commands', bytes)
  expect(life.done).toEqual([volume])
  await life.stop()
  const second = await rig.startLife('boot-2')
  await rig.publish('commands', bytes)
  expect(second.done).toEqual([])
  expect(life.refusals.counts()).toEqual({ replayed: 1 })
  expect(second.refusals.counts()).toEqual({ replayed: 1 })
})

test('a topic of others and what is no envelope are refused; an empty payload means nothing', async () => {
  const { rig, life } = await connected()
  await rig.publishRaw('tl/v1/areas/xa-a/emergencies/e-1', Buffer.from('x'))
  await rig.publish('plan', new Uint8Array())
  expect(life.refusals.counts()).toEqual({ malformed: 1 })
  expect(life.shelf.get('plan')?.revision).toBe(1)
})

test('what a handler cannot do is refused by its code; what it did is acknowledged', async () => {
  const { rig, life } = await connected()
  await rig.command({ name: 'next' }, 'k-done')
  rig.failWith = new CodedError('nothingPlaying', 'silence')
  await rig.command({ name: 'next' }, 'k-refused')
  expect(rig.acks).toContainEqual(expect.objectContaining({ kind: 'command', id: 'k-done' }))
  expect(rig.refusalAcks()).toMatchObject([{ code: 'nothingPlaying', regarding: 'k-refused' }])
  expect(life.done).toEqual([{ name: 'next' }])
})

test('a stop is handed on before documents that are still on their way to the disk', async () => {
  const { rig, life } = await connected({ writeMs: 100 })
  await rig.clock.advance(10_000)
  const order: string[] = []
  life.shelf.onTaken('plan', () => order.push('plan'))
  const stop = { name: 'stop', broadcastId: null } as const
  void rig.publish('plan', sealed('plan', { revision: 9 }))
  void rig.command(stop)
  while (order.length === 0) {
    await rig.clock.advance(5)
    if (life.done.length === 1 && order.length === 0) order.push('stop')
  }
  await rig.clock.advance(1_000)
  expect(order).toEqual(['stop', 'plan'])
})

test('a command of a key whose key set is still on its way to the disk waits for it', async () => {
  const { rig, life } = await connected({ writeMs: 100 })
  await rig.clock.advance(10_000)
  const body = { keys: [...keySet.keys, { ...serverKey, kid: stranger.kid, publicKey: stranger.publicKey }] }
  void rig.publish('keys', sealed('keys', { revision: 2, body }))
  const signer = ed25519Signer(stranger)
  await rig.publish('commands', sealedCommand(volume, { id: 'k-new', sealedAt: at(rig), signer }))
  expect(life.refusals.counts()).toEqual({})
  expect(life.done).toEqual([volume])
})

test('a flood of refusals is counted whole and reported at most 20 times a minute', async () => {
  const { rig, life } = await connected()
  for (let count = 0; count < 50; count += 1) await rig.publish('plan', Buffer.from(`junk ${count}`))
  expect(life.refusals.counts()).toEqual({ malformed: 50 })
  expect(rig.refusalAcks().length).toBe(20)
})

test('a challenge is echoed', async () => {
  const { rig } = await connected()
  await rig.command({ name: 'challenge', nonce: 'B'.repeat(22) })
  expect(rig.acks).toContainEqual(expect.objectContaining({ kind: 'challengeEcho', nonce: 'B'.repeat(22) }))
})

test('a full disk keeps the old plan in force, and the new one is asked for again', async () => {
  const { rig, life } = await connected()
  rig.disk.occupy(50_000_000)
  await rig.publish('plan', sealed('plan', { revision: 8 }))
  expect(life.shelf.get('plan')?.revision).toBe(1)
  expect(rig.refusalAcks()).toMatchObject([{ code: 'storageFull', regarding: 'plan-c-1' }])
  rig.disk.occupy(0)
  await rig.clock.advance(70_000)
  expect(life.shelf.get('plan')?.revision).toBe(8)
})

const emergencyOf = (areaId: string) => `tl/v1/areas/${areaId}/emergencies/e-1`
const moved = { ...config, areaPath: ['tinh', 'xa-b'] }

test('a cluster that moves listens to its new areas at once, and to those it left no more', async () => {
  const { rig, life } = await connected()
  await rig.publishRaw(emergencyOf('xa-a'), Buffer.from('x'))
  expect(life.refusals.counts()).toEqual({ malformed: 1 })
  await rig.publish('config', sealed('config', { revision: 2, body: moved }))
  await rig.publishRaw(emergencyOf('xa-b'), Buffer.from('x'))
  expect(life.refusals.counts()).toEqual({ malformed: 2 })
  await rig.publishRaw(emergencyOf('xa-a'), Buffer.from('x'))
  expect(life.refusals.counts()).toEqual({ malformed: 2 })
})

test('DESIGN §3: a cluster that moves listens to both paths until the broker has its acknowledgement', async () => {
  const { rig, life } = await connected()
  const heard = async (areaId: string) => {
    const before = life.refusals.counts().malformed ?? 0
    await rig.publishRaw(emergencyOf(areaId), Buffer.from('x'))
    return (life.refusals.counts().malformed ?? 0) > before
  }
  // 20 ms each way: the new subscription still comes through, the acknowledgement behind it does not.
  rig.clock.after(60, () => rig.network.block('up'))
  await rig.publish('config', sealed('config', { revision: 2, body: moved }))
  expect([await heard('xa-a'), await heard('xa-b')]).toEqual([true, true])
  rig.network.heal()
  await rig.clock.advance(5_000)
  expect([await heard('xa-a'), await heard('xa-b')]).toEqual([false, true])
  const configAcks = rig.acks.filter((ack) => ack.kind === 'document' && ack.type === 'config')
  expect(configAcks.map((ack) => 'revision' in ack && ack.revision)).toEqual([1, 2])
})

test('a cluster that was moved while it was away listens to its new areas from its first connection', async () => {
  const rig = new Rig()
  await rig.startServer()
  await rig.publishAll()
  await rig.publish('config', sealed('config', { revision: 2, body: moved }))
  const life = await rig.startLife()
  await rig.publishRaw(emergencyOf('xa-b'), Buffer.from('x'))
  expect(life.refusals.counts()).toEqual({ malformed: 1 })
})

test('presence says hello with a nonce, goodbye at a clean end, and the Will speaks for a dead cluster', async () => {
  const { rig, life } = await connected()
  expect(rig.presences.at(-1)).toMatchObject({ isConnected: true, bootId: 'boot-1' })
  await rig.clock.advance(3_600_000)
  expect(rig.presences.filter(({ timeNonce }) => timeNonce).length).toBe(2)
  rig.network.reset()
  await rig.clock.advance(10)
  expect(rig.presences.some(({ isConnected }) => !isConnected)).toBe(true)
  await rig.clock.advance(60_000)
  await life.stop()
  expect(rig.presences.at(-1)).toMatchObject({ isConnected: false })
})

test('plans of a year-old agent: a newer server may add fields', async () => {
  const { rig, life } = await connected()
  await rig.publish('plan', sealed('plan', { revision: 2, body: { ...plan, addedLater: 1 } }))
  expect(life.shelf.get('plan')?.revision).toBe(2)
})
