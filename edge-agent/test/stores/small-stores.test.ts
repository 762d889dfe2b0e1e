import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemChance, systemFiles } from '@tieng-lang/protocol/node'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openIdentity, storeEnrolment } from '../../src/stores/identity.ts'
import { StateFile } from '../../src/stores/state-file.ts'
import { root, START_AT } from '../sealing.ts'
import { MemoryDisk, SeededChance, VirtualClock } from '../virtual.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stores-'))
})
afterEach(() => rm(folder, { recursive: true }))

const enrolment = {
  clusterId: 'c-1',
  areaPath: ['tinh', 'xa-a'],
  rootKey: { kid: root.kid, publicKey: root.publicKey },
  mqttSecret: 's'.repeat(43),
  mqttUrls: ['mqtt://127.0.0.1:1883'],
  httpUrls: ['http://127.0.0.1:8080'],
}

test('identity: one key for life, a boot id for each start, readable by its owner only', async () => {
  const files = systemFiles(folder)
  const first = await openIdentity(files, systemChance)
  expect(first.enrolment).toBeUndefined()
  await storeEnrolment(files, first, enrolment)
  const second = await openIdentity(files, systemChance)
  expect(second.keyPair).toEqual(first.keyPair)
  expect(second.enrolment).toEqual(enrolment)
  expect(second.bootId).not.toBe(first.bootId)
  expect((await stat(join(folder, 'identity.json'))).mode & 0o777).toBe(0o600)
})

test('identity: a damaged file is never replaced by another device', async () => {
  await writeFile(join(folder, 'identity.json'), '{"keyPair":')
  await expect(openIdentity(systemFiles(folder), systemChance)).rejects.toMatchObject({
    code: 'identityDamaged',
  })
})

const isNumber = (value: unknown): value is number => typeof value === 'number'

test('state file: what was saved is loaded; what does not fit is as good as none', async () => {
  const files = systemFiles(folder)
  const state = new StateFile(files, 'state.json', isNumber)
  expect(await state.load()).toBeUndefined()
  await state.save(7)
  expect(await state.load()).toBe(7)
  await writeFile(join(folder, 'state.json'), '"seven"')
  expect(await state.load()).toBeUndefined()
})

test('state file: of a hundred saves at once two are written, the first and the latest', async () => {
  const clock = new VirtualClock(START_AT)
  const disk = new MemoryDisk({ clock, chance: new SeededChance('x'), capacityBytes: 1_000, writeMs: 5 })
  const files = disk.open()
  let writes = 0
  const counting = {
    ...files,
    replace: (path: string, content: Uint8Array) => {
      writes += 1
      return files.replace(path, content)
    },
  }
  const state = new StateFile(counting, 'state.json', isNumber)
  const saves = Array.from({ length: 100 }, (_, value) => state.save(value))
  await clock.advance(20)
  await Promise.all(saves)
  expect([writes, await state.load()]).toEqual([2, 99])
})

test('state file: a full disk rejects that save, not the next', async () => {
  const clock = new VirtualClock(START_AT)
  const disk = new MemoryDisk({ clock, chance: new SeededChance('x'), capacityBytes: 100 })
  const state = new StateFile(disk.open(), 'state.json', isNumber)
  disk.occupy(100)
  const saves = [state.save(1), state.save(2)].map((save) => save.catch((cause) => cause.code))
  await clock.advance(5)
  expect(await Promise.all(saves)).toEqual(['storageFull', 'storageFull'])
  disk.occupy(0)
  void state.save(3)
  await clock.advance(5)
  expect(await state.load()).toBe(3)
})
