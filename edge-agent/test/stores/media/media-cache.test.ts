import { createHash } from 'node:crypto'
import { HOUR_MS, SECOND_MS } from '@tieng-lang/protocol'
import { expect, test } from 'vitest'
import { MediaCache } from '../../../src/stores/media/media-cache.ts'
import { chooseEvictions } from '../../../src/stores/media/media-room.ts'
import { START_AT } from '../../sealing.ts'
import { MemoryDisk, MemoryMedia, SeededChance, VirtualClock } from '../../virtual.ts'

const MEGABYTE = 1024 * 1024

/** Bytes that no other `seed` has. */
function sound(seed: string, sizeBytes = MEGABYTE): Uint8Array {
  return Buffer.alloc(sizeBytes, createHash('sha256').update(seed).digest())
}

class Room {
  readonly clock = new VirtualClock(START_AT)
  readonly disk = new MemoryDisk({
    clock: this.clock,
    chance: new SeededChance('disk'),
    capacityBytes: 200 * MEGABYTE,
  })
  readonly media = new MemoryMedia({ clock: this.clock, bytesPerSecond: MEGABYTE })
  cacheBytesMax = 100 * MEGABYTE

  async boot(): Promise<MediaCache> {
    const { clock, disk, media } = this
    const cache = new MediaCache({
      files: disk.open(),
      client: media,
      clock,
      chance: new SeededChance('cache'),
      cacheBytesMax: () => this.cacheBytesMax,
      reserveBytes: 10 * MEGABYTE,
    })
    void cache.start()
    await clock.advance(10)
    return cache
  }

  /** Makes a sound and says when it is wanted. */
  wanted(seed: string, inMs: number, sizeBytes = MEGABYTE) {
    const sha256 = this.media.add(sound(seed, sizeBytes))
    return { sha256, sizeBytes, neededAt: START_AT + inMs }
  }

  /** Whether the cache gives exactly these bytes. */
  async reads(cache: MediaCache, sha256: string, content: Uint8Array): Promise<boolean> {
    const read = await this.settled(cache.read(sha256))
    return typeof read !== 'string' && Buffer.compare(read, content) === 0
  }

  async settled<T>(act: Promise<T>): Promise<T | string> {
    const result = act.catch((cause) => String(cause.code))
    await this.clock.advance(100)
    return result
  }
}

test('what is wanted is fetched, soonest first, checked, told and readable', async () => {
  const room = new Room()
  const cache = await room.boot()
  const list = ['d', 'c', 'b', 'a'].map((name, index) => room.wanted(name, (4 - index) * HOUR_MS))
  const held: string[] = []
  cache.onHeld((sha256) => held.push(sha256))
  cache.want(list)
  expect(cache.progress()).toMatchObject({
    wanted: 4,
    held: 0,
    missing: list.map(({ sha256 }) => sha256).reverse(),
  })
  await room.clock.advance(10_000)
  expect(new Set(held.slice(0, 2))).toEqual(new Set(list.slice(2).map(({ sha256 }) => sha256)))
  expect(cache.progress()).toEqual({ wanted: 4, held: 4, bytes: 4 * MEGABYTE, missing: [] })
  expect(await room.reads(cache, list[3]?.sha256 ?? '', sound('a'))).toBe(true)
  expect(await room.settled(cache.read('0'.repeat(64)))).toBe('audioMissing')
})

test('a power cut in the middle: the next life goes on where the disk says, and fetches no byte of it again', async () => {
  const room = new Room()
  const first = await room.boot()
  const one = room.wanted('long', HOUR_MS, 8 * MEGABYTE)
  first.want([one])
  await room.clock.advance(4 * SECOND_MS)
  const heldBytes = first.progress().bytes
  expect(heldBytes).toBeGreaterThan(3 * MEGABYTE)
  room.disk.powerCut()
  void first.stop()
  await room.clock.advance(1_000)
  const servedBefore = room.media.servedBytes
  const second = await room.boot()
  second.want([one])
  await room.clock.advance(10 * SECOND_MS)
  expect(second.has(one.sha256)).toBe(true)
  expect(room.media.servedBytes - servedBefore).toBeLessThanOrEqual(8 * MEGABYTE - heldBytes)
  expect(await room.reads(second, one.sha256, sound('long', 8 * MEGABYTE))).toBe(true)
})

test('a broken network: it goes on by itself, and keeps what came', async () => {
  const room = new Room()
  const cache = await room.boot()
  const one = room.wanted('a', HOUR_MS, 4 * MEGABYTE)
  cache.want([one])
  await room.clock.advance(2 * SECOND_MS)
  room.media.setReachable(false)
  await room.clock.advance(10 * HOUR_MS)
  expect(cache.counters.failed).toBeGreaterThan(600)
  expect(cache.counters.failed).toBeLessThan(1_500)
  room.media.setReachable(true)
  await room.clock.advance(64 * SECOND_MS)
  expect(cache.has(one.sha256)).toBe(true)
  expect(room.media.servedBytes).toBeLessThanOrEqual(4 * MEGABYTE + 32_768)
})

test('after a long absence of the server nothing is put off any longer once it is there again', async () => {
  const room = new Room()
  const cache = await room.boot()
  room.media.setReachable(false)
  cache.want([room.wanted('a', HOUR_MS)])
  await room.clock.advance(HOUR_MS)
  room.media.setReachable(true)
  cache.noteReconnected()
  await room.clock.advance(4_000)
  expect(cache.progress().held).toBe(1)
})

test('a wrong hash or length is never held: thrown away, counted, tried again ever more rarely', async () => {
  const room = new Room()
  const cache = await room.boot()
  const wrong = room.wanted('wrong', HOUR_MS)
  const short = room.wanted('short', HOUR_MS)
  const long = room.wanted('long', HOUR_MS)
  room.media.addForged(wrong.sha256, sound('something else'))
  room.media.addForged(short.sha256, sound('short', MEGABYTE - 1))
  room.media.addForged(long.sha256, sound('long', MEGABYTE + 1))
  cache.want([wrong, short, long])
  await room.clock.advance(24 * HOUR_MS)
  expect(cache.progress()).toMatchObject({ held: 0, wanted: 3 })
  expect(cache.counters.corrupt).toBeGreaterThan(10)
  expect(room.media.servedBytes).toBeLessThan(300 * MEGABYTE)
  for (const name of ['wrong', 'short', 'long']) room.media.add(sound(name))
  await room.clock.advance(HOUR_MS)
  expect(cache.progress().missing).toEqual([])
})

test('damage on the disk is found at the first read, and mended', async () => {
  const room = new Room()
  const one = room.wanted('a', HOUR_MS)
  const first = await room.boot()
  first.want([one])
  await room.clock.advance(3 * SECOND_MS)
  await room.settled(first.stop())
  await room.settled(room.disk.open().replace(`media/${one.sha256}`, sound('rot')))
  const cache = await room.boot()
  cache.want([one])
  expect(await room.settled(cache.read(one.sha256))).toBe('audioCorrupt')
  expect(cache.has(one.sha256)).toBe(false)
  await room.clock.advance(3 * SECOND_MS)
  expect(await room.reads(cache, one.sha256, sound('a'))).toBe(true)
})

test('a full cache lets go what nobody wants first, and never what is due before the newcomer', async () => {
  const room = new Room()
  room.cacheBytesMax = 3 * MEGABYTE
  const cache = await room.boot()
  const [old, soon, later, newest] = [1, 2, 9, 5].map((hour, index) =>
    room.wanted(`s-${index}`, hour * HOUR_MS),
  )
  if (!old || !soon || !later || !newest) throw new Error('four sounds')
  const held = () => [old, soon, later, newest].map(({ sha256 }) => cache.has(sha256))
  cache.want([old, soon, later])
  await room.clock.advance(10 * SECOND_MS)
  expect(held()).toEqual([true, true, true, false])
  cache.want([soon, later, newest])
  await room.clock.advance(10 * SECOND_MS)
  expect(held()).toEqual([false, true, true, true])
  cache.want([old, soon, later, newest])
  await room.clock.advance(100 * SECOND_MS)
  expect(held()).toEqual([true, true, false, true])
  expect(cache.progress()).toMatchObject({ bytes: 3 * MEGABYTE, missing: [later.sha256] })
  expect(cache.counters.noRoom).toBeGreaterThan(0)
})

test('a full disk: the reserve stays free, and fetching goes on when there is room', async () => {
  const room = new Room()
  const cache = await room.boot()
  room.disk.occupy(189.5 * MEGABYTE)
  const one = room.wanted('a', HOUR_MS)
  cache.want([one])
  await room.clock.advance(60 * SECOND_MS)
  expect([cache.has(one.sha256), cache.counters.noRoom > 0, room.media.servedBytes]).toEqual([false, true, 0])
  room.disk.occupy(0)
  await room.clock.advance(64 * SECOND_MS)
  expect(cache.has(one.sha256)).toBe(true)
})

test('what is no longer wanted is not fetched to its end', async () => {
  const room = new Room()
  const cache = await room.boot()
  cache.want([room.wanted('a', HOUR_MS, 50 * MEGABYTE)])
  await room.clock.advance(2 * SECOND_MS)
  cache.want([])
  await room.clock.advance(HOUR_MS)
  expect(room.media.servedBytes).toBeLessThan(3 * MEGABYTE)
})

test('evictions: unwanted by age, then later by need, and none where that is not enough', () => {
  const file = (name: string, neededAt: number | undefined, lastNeededAt = 0) => ({
    name,
    sizeBytes: 10,
    neededAt,
    lastNeededAt,
  })
  const stored = [
    file('soon', 5),
    file('old', undefined, 2),
    file('late', 20),
    file('older', undefined, 1),
    file('latest', 30),
  ]
  const names = (needBytes: number) =>
    chooseEvictions(stored, { needBytes, neededAt: 10 })?.map(({ name }) => name)
  expect(names(5)).toEqual(['older'])
  expect(names(20)).toEqual(['older', 'old'])
  expect(names(40)).toEqual(['older', 'old', 'latest', 'late'])
  expect(names(41)).toBeUndefined()
})
