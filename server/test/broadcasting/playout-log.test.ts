import {
  createKeyPair,
  ed25519Signer,
  type Receipts,
  sealRecord,
  sha256Of,
  topicOf,
} from '@tieng-lang/protocol'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { RunningServer } from '../../src/app.ts'
import { clusterStateWithHealth } from '../../src/broadcasting/overview.ts'
import { query } from '../../src/storage/database.ts'
import { listPlayouts } from '../../src/storage/playouts/playouts.ts'
import { listRefusals } from '../../src/storage/reports/refusal-counters.ts'

import { enrolBoard, recordOf, type TestBoard } from '../board.ts'
import { eventually, runServer, temporaryFolder } from '../running-server.ts'
import { sampleHealth } from '../sample-health.ts'
import { addArea, addCluster } from '../tree.ts'

const folder = temporaryFolder()
let server: RunningServer
let board: TestBoard
let count = 0

beforeAll(async () => {
  server = await runServer(folder.path)
  addArea(server.services, { areaId: 'xa-a', name: 'Xã A' })
})
afterAll(async () => {
  await server.stop()
  folder.remove()
})
beforeEach(async () => {
  count += 1
  const { clusterId } = addCluster(server.services, { clusterId: `c-${count}`, areaId: 'xa-a', name: 'Cụm' })
  board = await enrolBoard(server, clusterId)
})
afterEach(() => board.stop())

const clusterId = () => board.identity.clusterId
const stored = () => listPlayouts(server.services.database, { clusterId: clusterId(), countMax: 1_000 })
const receipts = (isGood: (body: Receipts) => boolean) => board.document<Receipts>('receipts', isGood)
const refusalCodes = () =>
  eventually(
    () => listRefusals(server.services.database, clusterId()).map(({ code }) => code),
    (codes) => codes.length > 0,
  )

test('records are stored once however often they come, and the receipts say so', async () => {
  const sealed = Array.from({ length: 150 }, () => board.nextRecord())
  await Promise.all([...sealed, ...sealed.slice(0, 50)].map((each) => board.send(each)))
  await receipts(({ storedThrough }) => storedThrough === 150)
  await board.send(sealed[3] as Uint8Array)
  await receipts(({ storedThrough, refused }) => storedThrough === 150 && refused.length === 0)
  expect(stored()).toHaveLength(150)
  // 150 records do not make 150 revisions.
  expect(new Set(board.documents<Receipts>('receipts').map(({ revision }) => revision)).size).toBeLessThan(10)
})

test('a forged record is kept raw, counted, acknowledged as refused, and gives way to the true one', async () => {
  await board.send(board.nextRecord())
  const forged = sealRecord(recordOf(clusterId(), 2, null), ed25519Signer(createKeyPair()))
  await board.send(forged)
  await receipts(({ refused }) => refused.includes(2))
  expect(await refusalCodes()).toEqual(['badSignature'])
  expect(stored()).toHaveLength(1)
  await board.send(board.nextRecord())
  await receipts(({ storedThrough, refused }) => storedThrough === 2 && refused.length === 0)
  expect(stored()).toHaveLength(2)
})

test.each([
  [
    'another content under a held number',
    'sequenceReused',
    (first: Uint8Array) => ({ sequence: 1, previousSha256: null, first }),
  ],
  ['a number whose chain is torn', 'chainBroken', () => ({ previousSha256: 'b'.repeat(64) })],
  [
    'a second record of one occurrence',
    'occurrenceReported',
    () => ({ occurrenceId: recordOf('x', 1, null).occurrenceId }),
  ],
  ['a record of another cluster', 'wrongAudience', () => ({ clusterId: 'c-other' })],
])('%s is refused as %s', async (_, code, changes) => {
  const first = board.nextRecord()
  await board.send(first)
  const { first: _first, ...changed } = { first, ...changes(first) }
  const record = { ...recordOf(clusterId(), 2, sha256Of(first)), heardMs: 1, ...changed }
  await board.send(sealRecord(record, ed25519Signer(board.pair)))
  expect(await refusalCodes()).toEqual([code])
  expect(stored()).toHaveLength(1)
})

test('rubbish is refused and does not move the receipts', async () => {
  await board.send(Buffer.from('not an envelope'))
  expect(await refusalCodes()).toEqual(['malformed'])
  await board.send(board.nextRecord())
  await receipts(({ storedThrough }) => storedThrough === 1)
})

/** What a board says of itself, as far as matters here: up to which number it knows its records held. */
const sayReceiptHeld = async (storedThrough: number) => {
  await board.say('health', sampleHealth({ outbox: { last: 99, storedThrough } }))
  await eventually(
    () => server.services.board.peek(clusterId())?.receiptHeld,
    (held) => held === storedThrough,
  )
}

test('a gap holds the receipts back until the device shows that the records are lost; then it is known', async () => {
  await board.send(board.nextRecord())
  board.nextRecord()
  board.nextRecord()
  const fourth = board.nextRecord()
  await board.send(fourth)
  await eventually(stored, (lines) => lines.length === 2)
  await receipts(({ storedThrough }) => storedThrough === 1)
  await sayReceiptHeld(1)
  await board.send(fourth)
  await receipts(({ storedThrough }) => storedThrough === 4)
  const { gaps, gapCount } = clusterStateWithHealth(server.services, clusterId())
  expect(gaps).toMatchObject([{ fromSequence: 2, toSequence: 3, missingCount: 2 }])
  expect(gapCount).toBe(2)
})

test('a device with a later receipt, of the server before it was restored, has lost nothing', async () => {
  const first = board.nextRecord()
  const second = board.nextRecord()
  const third = board.nextRecord()
  await board.send(first)
  await receipts(({ storedThrough }) => storedThrough === 1)
  await sayReceiptHeld(2)
  for (const each of [third, third, Buffer.from('not an envelope')]) await board.send(each)
  await refusalCodes()
  expect(clusterStateWithHealth(server.services, clusterId()).gaps).toEqual([])
  await board.send(second)
  await receipts(({ storedThrough }) => storedThrough === 3)
  expect(stored()).toHaveLength(3)
  expect(clusterStateWithHealth(server.services, clusterId()).gaps).toEqual([])
})

test('a device that lost everything begins anew behind a free number; the gap tells of it', async () => {
  await board.send(board.nextRecord())
  await receipts(({ storedThrough }) => storedThrough === 1)
  await sayReceiptHeld(1)
  const anew = sealRecord(recordOf(clusterId(), 3, null), ed25519Signer(board.pair))
  for (const each of [anew, anew]) await board.send(each)
  await receipts(({ storedThrough, refused }) => storedThrough === 3 && refused.length === 0)
  expect(clusterStateWithHealth(server.services, clusterId()).gaps).toMatchObject([
    { fromSequence: 2, toSequence: 2 },
  ])
})

test('a cluster that holds newer documents than a restored server is given them sealed anew, once', async () => {
  const receiptsTopic = topicOf('receipts', { clusterId: clusterId() })
  const before = await receipts(() => true)
  const { database } = server.services
  const refusal = { kind: 'refusal', code: 'staleDocument', topic: receiptsTopic, at: Date.now() }
  await board.say('acks', refusal)
  await refusalCodes()
  expect(board.documents('receipts')).toHaveLength(1)
  // As after a restore: what is published was sealed some time ago.
  database.run(query.updateTable('documents').set({ sealedAt: Date.now() - 3_600_000 }))
  await board.say('acks', refusal)
  const after = await eventually(
    () => board.documents<Receipts>('receipts').at(-1),
    (document) => (document?.revision ?? 0) > before.revision,
  )
  expect(after?.body).toEqual(before.body)
})
