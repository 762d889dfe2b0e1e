import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CodedError,
  createKeyPair,
  DAY_MS,
  ed25519Check,
  ed25519Signer,
  openRecord,
  type PlayoutRecord,
  sha256Of,
} from '@tieng-lang/protocol'
import { systemFiles } from '@tieng-lang/protocol/node'
import { afterEach, expect, test } from 'vitest'
import { Outbox, type OutboxOptions } from '../../../src/stores/outbox/outbox.ts'
import { CLUSTER, START_AT } from '../../sealing.ts'
import { MemoryDisk, SeededChance, VirtualClock } from '../../virtual.ts'
import { sampleDraft } from './sample-draft.ts'

const device = createKeyPair()
const folders: string[] = []
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true })
})

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'outbox-'))
  folders.push(folder)
  return folder
}

function outboxOn(folder: string, overrides: Partial<OutboxOptions> = {}): Outbox {
  const clock = new VirtualClock(START_AT)
  return new Outbox({
    files: systemFiles(folder),
    clock,
    signer: ed25519Signer(device),
    clusterId: CLUSTER,
    bootId: 'boot-1',
    now: () => clock.now(),
    ...overrides,
  })
}

/** A disk in memory, and a way to let its time pass while something is awaited. */
function driven(capacityBytes = 1_000_000) {
  const clock = new VirtualClock(START_AT)
  const disk = new MemoryDisk({ clock, chance: new SeededChance('disk'), capacityBytes })
  const run = async <T>(act: Promise<T>): Promise<T | string> => {
    const result = act.catch((cause) => String(cause.code))
    await clock.advance(10)
    return result
  }
  return { clock, disk, files: disk.open(), run }
}

/** Opens records as the server does. */
function opened(records: { bytes: Uint8Array }[]): PlayoutRecord[] {
  return records.map(({ bytes }) => {
    const record = openRecord(bytes, {
      clusterId: CLUSTER,
      publicKey: device.publicKey,
      bytesMax: 8_192,
      signatures: ed25519Check(),
    })
    if (!record.ok) throw new Error(record.code)
    return record.value
  })
}

/** Numbers without a gap, each naming the hash of the one before. */
function expectChain(records: { bytes: Uint8Array }[]): void {
  const values = opened(records)
  for (const [index, value] of values.entries()) {
    const before = records[index - 1]
    expect(value.sequence).toBe((values[0]?.sequence ?? 0) + index)
    if (before) expect(value.previousSha256).toBe(sha256Of(before.bytes))
  }
}

test('records are numbered from 1, chained and signed, over a restart too', async () => {
  const folder = await temporaryFolder()
  const first = outboxOn(folder)
  await first.start()
  expect(await Promise.all(['a', 'b', 'c'].map((name) => first.append(sampleDraft(name))))).toEqual([1, 2, 3])
  const second = outboxOn(folder)
  await second.start()
  expect(await second.append(sampleDraft('d'))).toBe(4)
  const records = await second.read(1, 100)
  expect(opened(records).map(({ broadcastId }) => broadcastId)).toEqual(['a', 'b', 'c', 'd'])
  expect(opened(records)[0]?.previousSha256).toBeNull()
  expectChain(records)
})

test('torn at every byte of the last record: it is cut, its number is given again, the chain holds', async () => {
  const { clock, files, run } = driven()
  const whole = outboxOn('', { files, clock })
  await run(whole.start())
  for (const name of ['a', 'b']) await run(whole.append(sampleDraft(name)))
  const path = 'outbox/000000000001.jws'
  const keptBytes = (await files.read(path))?.length ?? 0
  await run(whole.append(sampleDraft('torn')))
  const content = (await files.read(path)) ?? new Uint8Array()
  expect(content.length).toBeGreaterThan(keptBytes + 500)
  // The power is cut during the append, so `torn` was never promised to anybody.
  for (let length = keptBytes; length < content.length; length += 1) {
    await run(files.replace(path, content.subarray(0, length)))
    const again = outboxOn('', { files, clock })
    await run(again.start())
    expect(again.last()).toBe(2)
    expect(await run(again.append(sampleDraft('next')))).toBe(3)
    const records = await again.read(1, 10)
    expect(opened(records).map(({ broadcastId }) => broadcastId)).toEqual(['a', 'b', 'next'])
    expectChain(records)
  }
}, 30_000)

test('torn at every byte of the very first record: the outbox begins with number 1', async () => {
  const folder = await temporaryFolder()
  const whole = outboxOn(folder)
  await whole.start()
  await whole.append(sampleDraft('torn'))
  const path = join(folder, 'outbox', '000000000001.jws')
  const content = await readFile(path)
  for (let length = 0; length < content.length; length += 7) {
    await writeFile(path, content.subarray(0, length))
    const again = outboxOn(folder)
    await again.start()
    expect(again.last()).toBe(0)
    expect(await again.append(sampleDraft('next'))).toBe(1)
  }
})

test('a disk that fails in the middle of an append: the draft is refused, given again, and stands once', async () => {
  const { clock, disk, files, run } = driven(4_000)
  const outbox = outboxOn('', { files, clock })
  await run(outbox.start())
  expect(await run(outbox.append(sampleDraft('a')))).toBe(1)
  disk.occupy(4_000)
  expect(await run(outbox.append(sampleDraft('b')))).toBe('storageFull')
  disk.occupy(0)
  expect(await run(outbox.append(sampleDraft('b')))).toBe(2)
  const again = outboxOn('', { files, clock })
  await run(again.start())
  expectChain(await again.read(1, 10))
  expect(again.last()).toBe(2)
})

test('a disk that fails half-way through an append leaves nothing of it behind', async () => {
  const folder = await temporaryFolder()
  const files = systemFiles(folder)
  let isFailing = false
  const append = async (path: string, content: Uint8Array) => {
    await files.append(path, isFailing ? content.subarray(0, content.length / 2) : content)
    if (isFailing) throw new CodedError('storageFailed', 'half-way')
  }
  const outbox = outboxOn(folder, { files: { ...files, append } })
  await outbox.start()
  for (const name of ['a', 'b']) {
    isFailing = true
    await expect(outbox.append(sampleDraft('half'))).rejects.toMatchObject({ code: 'storageFailed' })
    isFailing = false
    await outbox.append(sampleDraft(name))
  }
  const again = outboxOn(folder)
  await again.start()
  const records = await again.read(1, 10)
  expect(opened(records).map(({ broadcastId }) => broadcastId)).toEqual(['a', 'b'])
  expectChain(records)
})

test('a power cut at any moment loses only what was not promised', async () => {
  for (let seed = 0; seed < 50; seed += 1) {
    const clock = new VirtualClock(START_AT)
    const chance = new SeededChance(`cut ${seed}`)
    const disk = new MemoryDisk({ clock, chance, capacityBytes: 1_000_000, writeMs: 10 })
    const outbox = outboxOn('', { files: disk.open(), clock, segmentBytesMax: 3_000 })
    void outbox.start()
    await clock.advance(100)
    let promised = 0
    for (let count = 0; count < 10; count += 1) {
      void outbox.append(sampleDraft(`r-${count}`)).then((sequence) => {
        promised = sequence
      })
    }
    await clock.advance(chance.next() * 120)
    disk.powerCut()
    const again = outboxOn('', { files: disk.open(), clock })
    void again.start()
    await clock.advance(1_000)
    expect(again.last()).toBeGreaterThanOrEqual(promised)
    void again.append(sampleDraft('next'))
    await clock.advance(100)
    expectChain(await again.read(1, 100))
  }
})

test('a server that holds more than we do: lost numbers are not used again, and one stays free', async () => {
  const outbox = outboxOn(await temporaryFolder())
  await outbox.start()
  outbox.noteStoredThrough(70)
  expect(await outbox.append(sampleDraft('a'))).toBe(72)
  expect(await outbox.append(sampleDraft('b'))).toBe(73)
})

test('what is stored goes after 14 days, what is not stays', async () => {
  const clock = new VirtualClock(START_AT)
  const folder = await temporaryFolder()
  const outbox = outboxOn(folder, { clock, now: () => clock.now(), segmentBytesMax: 1 })
  await outbox.start()
  for (const name of ['a', 'b', 'c']) await outbox.append(sampleDraft(name))
  outbox.noteStoredThrough(2)
  await clock.advance(14 * DAY_MS)
  await outbox.append(sampleDraft('d'))
  expect(opened(await outbox.read(1, 9)).map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4])
  await clock.advance(1)
  await outbox.append(sampleDraft('e'))
  expect(opened(await outbox.read(1, 9)).map(({ sequence }) => sequence)).toEqual([3, 4, 5])
  expect(outbox.lostCount()).toBe(0)
})

test('what was stored late is kept for 14 days from then on, over a restart too', async () => {
  const clock = new VirtualClock(START_AT)
  const folder = await temporaryFolder()
  const open = async () => {
    const outbox = outboxOn(folder, { clock, now: () => clock.now(), segmentBytesMax: 1 })
    await outbox.start()
    return outbox
  }
  const first = await open()
  for (const name of ['a', 'b', 'c']) await first.append(sampleDraft(name))
  // Three weeks without a server; then it stores them, and is restored from a backup of the day before.
  await clock.advance(21 * DAY_MS)
  first.noteStoredThrough(3)
  await clock.advance(13 * DAY_MS)
  await first.append(sampleDraft('d'))
  const second = await open()
  second.noteStoredThrough(3)
  await second.append(sampleDraft('e'))
  expect(opened(await second.read(1, 9)).map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5])
  await clock.advance(DAY_MS + 1)
  await second.append(sampleDraft('f'))
  expect(opened(await second.read(1, 9)).map(({ sequence }) => sequence)).toEqual([4, 5, 6])
})

test('what a restored server no longer holds is kept, however long the one before had held it', async () => {
  const clock = new VirtualClock(START_AT)
  const outbox = outboxOn(await temporaryFolder(), { clock, now: () => clock.now(), segmentBytesMax: 1 })
  await outbox.start()
  for (const name of ['a', 'b', 'c']) await outbox.append(sampleDraft(name))
  outbox.noteStoredThrough(3)
  await clock.advance(13 * DAY_MS)
  outbox.noteStoredThrough(1)
  await clock.advance(2 * DAY_MS)
  await outbox.append(sampleDraft('d'))
  expect(opened(await outbox.read(1, 9)).map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4])
  outbox.noteStoredThrough(4)
  await clock.advance(14 * DAY_MS + 1)
  await outbox.append(sampleDraft('e'))
  expect(opened(await outbox.read(1, 9)).map(({ sequence }) => sequence)).toEqual([4, 5])
})

test('full: the oldest stored go first; where none is stored the oldest go, counted and told', async () => {
  const folder = await temporaryFolder()
  const outbox = outboxOn(folder, { bytesMax: 4_000, segmentBytesMax: 1 })
  const told: number[] = []
  outbox.onLost((count) => told.push(count))
  await outbox.start()
  for (let count = 0; count < 4; count += 1) await outbox.append(sampleDraft(`r-${count}`))
  outbox.noteStoredThrough(2)
  for (let count = 4; count < 6; count += 1) await outbox.append(sampleDraft(`r-${count}`))
  const before = opened(await outbox.read(1, 99)).map(({ sequence }) => sequence)
  for (let count = 6; count < 12; count += 1) await outbox.append(sampleDraft(`r-${count}`))
  const left = opened(await outbox.read(1, 99)).map(({ sequence }) => sequence)
  expect(before[0]).toBeLessThanOrEqual(3)
  expect(left.at(-1)).toBe(12)
  expect(outbox.lostCount()).toBe((left[0] ?? 0) - 3)
  expect(told.length).toBe(outbox.lostCount())
  const again = outboxOn(folder)
  await again.start()
  expect(again.lostCount()).toBe(outbox.lostCount())
})
