import { expect, test } from 'vitest'
import { MemoryDisk } from '../../../src/virtual/files/memory-files.ts'
import { SeededChance } from '../../../src/virtual/seeded-chance.ts'
import { VirtualClock } from '../../../src/virtual/virtual-clock.ts'

function disk(options: { capacityBytes?: number; seed?: string } = {}) {
  const clock = new VirtualClock(0)
  const memory = new MemoryDisk({
    clock,
    chance: new SeededChance(options.seed ?? 'disk'),
    capacityBytes: options.capacityBytes ?? 1_000,
    writeMs: 10,
  })
  return { clock, memory }
}

/** Lets the clock run until the write is answered. */
async function after<T>(clock: VirtualClock, promise: Promise<T>): Promise<T> {
  promise.catch(() => {})
  await clock.advance(1_000)
  return promise
}

test('a full disk refuses with storageFull and keeps what it has', async () => {
  const { clock, memory } = disk({ capacityBytes: 100 })
  const files = memory.open()
  await after(clock, files.replace('one', new Uint8Array(60)))
  await expect(after(clock, files.replace('one', new Uint8Array(60)))).rejects.toMatchObject({
    code: 'storageFull',
  })
  expect(await files.read('one')).toHaveLength(60)
  expect(await files.freeBytes()).toBe(40)
  memory.occupy(40)
  await expect(after(clock, files.append('one', new Uint8Array(1)))).rejects.toMatchObject({
    code: 'storageFull',
  })
  memory.occupy(0)
  await after(clock, files.append('one', new Uint8Array(40)))
})

test('a failing disk refuses every write, a slow one is waited for; mended, it has what it had', async () => {
  const { clock, memory } = disk()
  const files = memory.open()
  await after(clock, files.replace('one', Buffer.from('old')))
  memory.failWrites()
  await expect(after(clock, files.replace('one', Buffer.from('new')))).rejects.toMatchObject({
    code: 'storageFailed',
  })
  expect(Buffer.from((await files.read('one')) ?? []).toString()).toBe('old')
  memory.mend()
  memory.slowDown(5_000)
  let isWritten = false
  const writing = files.replace('one', Buffer.from('new')).then(() => {
    isWritten = true
  })
  await clock.advance(4_000)
  expect(isWritten).toBe(false)
  await clock.advance(2_000)
  await writing
  expect(Buffer.from((await files.read('one')) ?? []).toString()).toBe('new')
})

test('at a power cut a replace on its way leaves the old content, and what was acknowledged stays', async () => {
  const { clock, memory } = disk()
  const before = memory.open()
  await after(clock, before.replace('one', Buffer.from('old')))
  let isAnswered = false
  before.replace('one', Buffer.from('new')).then(() => {
    isAnswered = true
  })
  await clock.advance(5)
  memory.powerCut()
  await clock.advance(1_000)
  expect(isAnswered).toBe(false)
  expect(Buffer.from((await memory.open().read('one')) ?? []).toString()).toBe('old')
})

test('at a power cut an append on its way is torn somewhere, whole or gone', async () => {
  const lengths = new Set<number>()
  for (let seed = 0; seed < 60; seed++) {
    const { clock, memory } = disk({ seed: String(seed) })
    const before = memory.open()
    await after(clock, before.append('log', Buffer.from('whole.')))
    void before.append('log', Buffer.from('torn!'))
    void before.append('log', Buffer.from('never begun'))
    await clock.advance(1)
    memory.powerCut()
    const left = Buffer.from((await memory.open().read('log')) ?? []).toString()
    expect('whole.torn!'.startsWith(left) && left.startsWith('whole.')).toBe(true)
    lengths.add(left.length)
  }
  expect([...lengths].sort((a, b) => a - b)).toEqual([6, 7, 8, 9, 10, 11])
})

test('a program whose power was cut never hears from its disk again', async () => {
  const { clock, memory } = disk()
  const dead = memory.open()
  memory.powerCut()
  let isAnswered = false
  const mark = () => {
    isAnswered = true
  }
  dead.read('one').then(mark, mark)
  dead.replace('one', new Uint8Array(1)).then(mark, mark)
  await clock.advance(1_000)
  expect(isAnswered).toBe(false)
  expect(await memory.open().list('.')).toEqual([])
})
