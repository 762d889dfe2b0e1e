import { MINUTE_MS } from '@tieng-lang/protocol'
import { expect, test } from 'vitest'
import { DiskWatch } from '../../src/stores/disk-watch.ts'
import { START_AT } from '../sealing.ts'
import { MemoryDisk, SeededChance, VirtualClock } from '../virtual.ts'

function watchedDisk() {
  const clock = new VirtualClock(START_AT)
  const disk = new MemoryDisk({ clock, chance: new SeededChance('watch'), capacityBytes: 1_000 })
  const watch = new DiskWatch(clock)
  const files = watch.watched(disk.open())
  const told: string[] = []
  watch.onChange(() => told.push(watch.state()))
  const settle = async (write: Promise<void>) => {
    const settled = write.catch((cause) => cause.code)
    await clock.advance(1)
    return settled
  }
  return { clock, disk, files, settle, told, watch }
}

test('a refused write is told, and the next one that the disk takes ends it', async () => {
  const { disk, files, settle, told, watch } = watchedDisk()
  await settle(files.append('records', Buffer.alloc(100)))
  expect(watch.state()).toBe('working')
  disk.occupy(1_000)
  expect(await settle(files.append('records', Buffer.alloc(100)))).toBe('storageFull')
  expect(watch.state()).toBe('full')
  disk.occupy(0)
  await settle(files.replace('state', Buffer.alloc(10)))
  expect(watch.state()).toBe('full')
  await settle(files.append('records', Buffer.alloc(100)))
  disk.failWrites()
  expect(await settle(files.replace('state', Buffer.alloc(10)))).toBe('storageFailed')
  disk.mend()
  await settle(files.replace('state', Buffer.alloc(10)))
  expect(told).toEqual(['full', 'working', 'failing', 'working'])
})

test('a refusal that is not repeated is forgotten: what was refused may not be wanted any more', async () => {
  const { clock, disk, files, settle, watch } = watchedDisk()
  disk.occupy(1_000)
  await settle(files.append('media/one.part', Buffer.alloc(500)))
  await clock.advance(MINUTE_MS)
  expect(watch.state()).toBe('full')
  await clock.advance(MINUTE_MS)
  expect(watch.state()).toBe('working')
})
