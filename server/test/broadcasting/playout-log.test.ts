import { createKeyPair, ed25519Signer, type Receipts, sealRecord, sha256Of } from '@tieng-lang/protocol'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { RunningServer } from '../../src/app.ts'
import { listPlayoutGaps } from '../../src/storage/playouts/playout-progress.ts'
import { listPlayouts } from '../../src/storage/playouts/playouts.ts'
import { listRefusals } from '../../src/storage/refusal-counters.ts'
import { enrolBoard, recordOf, type TestBoard } from '../board.ts'
import { eventually, runServer, temporaryFolder } from '../running-server.ts'
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

test('a gap holds the receipts back until the device shows that the records are lost; then it is known', async () => {
  await board.send(board.nextRecord())
  board.nextRecord()
  board.nextRecord()
  const fourth = board.nextRecord()
  await board.send(fourth)
  await eventually(stored, (lines) => lines.length === 2)
  await receipts(({ storedThrough }) => storedThrough === 1)
  await board.send(fourth)
  await receipts(({ storedThrough }) => storedThrough === 4)
  expect(listPlayoutGaps(server.services.database, clusterId())).toMatchObject([
    { fromSequence: 2, toSequence: 3 },
  ])
})
