import { type Files, sleep } from '@tieng-lang/protocol'
import { systemFiles } from '@tieng-lang/protocol/node'
import { expect, test } from 'vitest'
import { ForgetfulDisk } from '../../src/disk/index.ts'
import { SeededChance } from '../../src/virtual/seeded-chance.ts'
import { VirtualClock } from '../../src/virtual/virtual-clock.ts'

const KEPT = { entries: 'kept', contents: 'kept' } as const
const LOST = { entries: 'lost', contents: 'lost' } as const
const OLD = Buffer.alloc(1_000, 'old ')
const NEW = Buffer.alloc(1_000, 'new ')

function openDisk(capacityBytes?: number): { disk: ForgetfulDisk; files: Files } {
  const disk = new ForgetfulDisk({
    chance: new SeededChance('failing'),
    ...(capacityBytes !== undefined && { capacityBytes }),
  })
  return { disk, files: systemFiles('/data', disk.calls()) }
}

async function textAfter(disk: ForgetfulDisk, path: string): Promise<string[]> {
  return Promise.all(
    [KEPT, LOST].map(async (outcome) => {
      const content = await systemFiles('/data', disk.survivor(outcome).calls()).read(path)
      return Buffer.from(content ?? []).toString()
    }),
  )
}

test('a sync that fails is storageFailed: the old content stays, and nothing of the new is left', async () => {
  const { disk, files } = openDisk()
  await files.replace('one', OLD)
  disk.fail('sync')
  await expect(files.replace('one', NEW)).rejects.toMatchObject({ code: 'storageFailed' })
  expect(Buffer.from((await files.read('one')) ?? [])).toEqual(OLD)
  expect(await textAfter(disk, 'one')).toEqual([String(OLD), String(OLD)])
  disk.mend()
  await files.replace('one', NEW)
  expect(await textAfter(disk, 'one')).toEqual([String(NEW), String(NEW)])
})

test('bytes whose sync failed are not taken for written by the next append: they are cut off first', async () => {
  const { disk, files } = openDisk()
  await files.append('records', OLD)
  disk.fail('sync', { times: 1 })
  await expect(files.append('records', NEW)).rejects.toMatchObject({ code: 'storageFailed' })
  await files.append('records', OLD)
  expect(await textAfter(disk, 'records')).toEqual([`${OLD}${OLD}`, `${OLD}${OLD}`])
})

test.each(['write', 'sync', 'truncate', 'rename', 'create'] as const)(
  'a %s that fails for a while: every call is refused or done, and it goes on by itself',
  async (call) => {
    const { disk, files } = openDisk()
    let expected = ''
    for (let round = 0; round < 12; round += 1) {
      if (round % 3 === 1) disk.fail(call, { times: 2 })
      const word = Buffer.alloc(700, `${round} `)
      const isDone = await files.append('log', word).then(
        () => true,
        () => false,
      )
      if (isDone) expected += word
      else await files.truncate('log', expected.length).catch(() => {})
      await files.replace('state', Buffer.from(String(expected.length))).catch(() => {})
    }
    disk.mend()
    await files.truncate('log', expected.length)
    await files.replace('state', Buffer.from(String(expected.length)))
    expect(await textAfter(disk, 'log')).toEqual([expected, expected])
    expect(await textAfter(disk, 'state')).toEqual(Array(2).fill(String(expected.length)))
  },
)

test('a full disk is storageFull; nothing stored is touched, and there is room again by itself', async () => {
  const { disk, files } = openDisk(4_000)
  await files.replace('one', OLD)
  await files.append('log', OLD)
  disk.occupy(1_500)
  await expect(files.replace('one', NEW)).rejects.toMatchObject({ code: 'storageFull' })
  await expect(files.append('log', NEW)).rejects.toMatchObject({ code: 'storageFull' })
  expect(await files.freeBytes()).toBe(500)
  expect(await textAfter(disk, 'one')).toEqual([String(OLD), String(OLD)])
  expect(await textAfter(disk, 'log')).toEqual([String(OLD), String(OLD)])
  disk.occupy(0)
  await files.append('log', NEW)
  expect(await textAfter(disk, 'log')).toEqual([`${OLD}${NEW}`, `${OLD}${NEW}`])
})

test('temporary files of an earlier life do not fill the disk', async () => {
  const { disk, files } = openDisk()
  await files.replace('state/one', OLD)
  disk.cutAtCall(3)
  void files.replace('state/one', NEW)
  await new Promise((resolve) => setImmediate(resolve))
  expect(disk.isCut).toBe(true)
  const after = disk.survivor(KEPT)
  expect(await after.calls().readFolder('/data/state')).toHaveLength(2)
  await systemFiles('/data', after.calls()).replace('state/two', NEW)
  const names = (await after.calls().readFolder('/data/state')).map(({ name }) => name)
  expect(names.sort()).toEqual(['one', 'two'])
})

test('a slow disk is waited for', async () => {
  const clock = new VirtualClock(0)
  const disk = new ForgetfulDisk({ chance: new SeededChance('slow'), clock, callMs: 250 })
  const writing = clock.during(systemFiles('/data', disk.calls()).replace('one', NEW))
  const waited = clock.during(sleep(clock, 1))
  await Promise.all([writing, waited])
  expect(clock.monotonicMs()).toBeGreaterThanOrEqual(disk.callCount * 250)
})
