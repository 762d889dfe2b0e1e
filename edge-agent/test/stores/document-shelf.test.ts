import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ed25519Check } from '@tieng-lang/protocol'
import { systemClock, systemFiles } from '@tieng-lang/protocol/node'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DocumentShelf } from '../../src/stores/document-shelf.ts'
import { RefusalLedger } from '../../src/stores/refusal-ledger.ts'
import { AREA_PATH, CLUSTER, keySet, plan, root, START_AT, sealed } from '../sealing.ts'

let folder = ''
let now: number | undefined = START_AT
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shelf-'))
  now = START_AT
})
afterEach(() => rm(folder, { recursive: true }))

async function startShelf(): Promise<{ shelf: DocumentShelf; refusals: RefusalLedger }> {
  const refusals = new RefusalLedger(systemClock)
  const shelf = new DocumentShelf({
    files: systemFiles(folder),
    root,
    clusterId: CLUSTER,
    areaPath: AREA_PATH,
    signatures: ed25519Check(),
    now: () => now,
    refusals,
  })
  await shelf.start()
  return { shelf, refusals }
}

async function fill(shelf: DocumentShelf): Promise<void> {
  for (const type of ['keys', 'config', 'plan', 'receipts'] as const) await shelf.offer(type, sealed(type))
}

test('what was taken is in force again after a restart, from the very bytes that were sealed', async () => {
  await fill((await startShelf()).shelf)
  const { shelf, refusals } = await startShelf()
  expect(shelf.get('config')?.body.name).toBe('Cụm 1')
  expect(shelf.revisionOf('receipts')).toBe(1)
  expect(await shelf.offer('plan', sealed('plan'))).toEqual({ outcome: 'redelivery' })
  expect(await readFile(join(folder, 'documents/plan.jws'))).toEqual(Buffer.from(sealed('plan')))
  expect(refusals.counts()).toEqual({})
})

test('stored before it holds: at the moment of being told, the bytes are already on the disk', async () => {
  const { shelf } = await startShelf()
  let isStored = false
  shelf.onTaken('plan', () => {
    isStored = true
  })
  await shelf.offer('keys', sealed('keys'))
  const offer = shelf.offer('plan', sealed('plan'))
  expect(shelf.get('plan')).toBeUndefined()
  await offer
  expect(isStored).toBe(true)
  expect((await stat(join(folder, 'documents/plan.jws'))).size).toBeGreaterThan(0)
})

test('a tampered file is refused at start, counted and ignored, and is mended by the next delivery', async () => {
  await fill((await startShelf()).shelf)
  const path = join(folder, 'documents/plan.jws')
  const bytes = await readFile(path)
  bytes[bytes.length - 200] = (bytes[bytes.length - 200] ?? 0) ^ 1
  await writeFile(path, bytes)
  const { shelf, refusals } = await startShelf()
  expect(shelf.get('plan')).toBeUndefined()
  expect(Object.values(refusals.counts())).toEqual([1])
  expect(shelf.get('config')).toBeDefined()
  expect(await shelf.offer('plan', sealed('plan'))).toMatchObject({ outcome: 'taken' })
})

test('nothing but keys is accepted before keys, and keys only from the root', async () => {
  const { shelf } = await startShelf()
  expect(await shelf.offer('plan', sealed('plan'))).toMatchObject({ code: 'unknownKey' })
  expect(await shelf.offer('plan', sealed('keys'))).toMatchObject({ code: 'unknownType' })
  await fill(shelf)
  const withdrawn = sealed('keys', { revision: 2, body: { keys: [] } })
  expect(await shelf.offer('keys', withdrawn)).toMatchObject({ outcome: 'taken' })
  expect(await shelf.offer('plan', sealed('plan', { revision: 2 }))).toMatchObject({ code: 'unknownKey' })
  expect(shelf.get('plan')?.revision).toBe(1)
})

test('a key that ended does not silence a cluster at its next start; one left out of the key set does', async () => {
  const ending = { keys: keySet.keys.map((key) => ({ ...key, endsAt: START_AT + 1_000 })) }
  const { shelf } = await startShelf()
  await shelf.offer('keys', sealed('keys', { body: ending }))
  await shelf.offer('plan', sealed('plan'))
  now = START_AT + 2_000
  const second = await startShelf()
  expect(second.shelf.get('plan')).toBeDefined()
  expect(await second.shelf.offer('plan', sealed('plan', { revision: 2 }))).toMatchObject({
    code: 'keyEnded',
  })
  await second.shelf.offer('keys', sealed('keys', { revision: 2, body: { keys: [] } }))
  const third = await startShelf()
  expect(third.shelf.get('plan')).toBeUndefined()
  expect(third.refusals.counts()).toEqual({ unknownKey: 1 })
})

test('a plan past its validity is not in force, though its revision is remembered', async () => {
  const { shelf } = await startShelf()
  await shelf.offer('keys', sealed('keys'))
  await shelf.offer('plan', sealed('plan', { revision: 3, validUntil: START_AT + 1_000 }))
  expect(shelf.get('plan')?.body).toEqual(plan)
  now = START_AT + 1_000
  expect(shelf.get('plan')).toBeUndefined()
  expect(shelf.revisionOf('plan')).toBe(3)
  expect(await shelf.offer('plan', sealed('plan', { revision: 2 }))).toMatchObject({ code: 'staleDocument' })
})

test('a disk that cannot take it: refused by the disk’s code, the old stays in force', async () => {
  const { shelf } = await startShelf()
  await fill(shelf)
  await rm(join(folder, 'documents'), { recursive: true })
  await writeFile(join(folder, 'documents'), 'no folder')
  const refused = await shelf.offer('plan', sealed('plan', { revision: 2 }))
  expect(refused).toMatchObject({ outcome: 'refused', code: 'storageFailed', regarding: 'plan-c-1' })
  expect(shelf.get('plan')?.revision).toBe(1)
})
