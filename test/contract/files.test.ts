import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Files } from '@tieng-lang/protocol'
import { systemClock, systemFiles } from '@tieng-lang/protocol/node'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { MemoryDisk, SeededChance } from '../../hardware-sim/src/virtual/index.ts'

interface FilesPart {
  files: Files
  stop(): void
}

function systemPart(): FilesPart {
  const folder = mkdtempSync(join(tmpdir(), 'files-'))
  return { files: systemFiles(folder), stop: () => rmSync(folder, { recursive: true, force: true }) }
}

function memoryPart(): FilesPart {
  const disk = new MemoryDisk({
    clock: systemClock,
    chance: new SeededChance('disk'),
    capacityBytes: 1_000_000,
  })
  return { files: disk.open(), stop: () => {} }
}

const bytes = (text: string) => Buffer.from(text)

describe.each([
  ['memory', memoryPart],
  ['system', systemPart],
])('files: %s', (_name, startPart) => {
  let part: FilesPart
  let files: Files

  beforeEach(() => {
    part = startPart()
    files = part.files
  })
  afterEach(() => part.stop())

  const text = async (path: string) => {
    const content = await files.read(path)
    return content && Buffer.from(content).toString()
  }

  test('what is not there reads as undefined, lists as nothing, and is removed without complaint', async () => {
    expect(await files.read('none')).toBeUndefined()
    expect(await files.read('no/such/folder/none')).toBeUndefined()
    expect(await files.list('no/such/folder')).toEqual([])
    await files.remove('none')
  })

  test('replace makes the folder, and the newest content stands', async () => {
    await files.replace('plans/one.json', bytes('old'))
    await files.replace('plans/one.json', bytes('new'))
    expect(await text('plans/one.json')).toBe('new')
    expect(await files.list('plans')).toEqual([{ name: 'one.json', sizeBytes: 3 }])
  })

  test('append makes the file and adds at its end, in the order of the calls when each is awaited', async () => {
    for (const word of ['one ', 'two ', 'three']) await files.append('log/records', bytes(word))
    expect(await text('log/records')).toBe('one two three')
  })

  test('truncate keeps the first bytes; without a file it rejects with storageFailed', async () => {
    await files.append('records', bytes('whole torn'))
    await files.truncate('records', 5)
    expect(await text('records')).toBe('whole')
    await expect(files.truncate('none', 0)).rejects.toMatchObject({ code: 'storageFailed' })
  })

  test('rename moves over what is there and makes the folder; without a file it rejects', async () => {
    await files.replace('one', bytes('1'))
    await files.replace('to/two', bytes('2'))
    await files.rename('one', 'to/two')
    expect(await text('one')).toBeUndefined()
    expect(await text('to/two')).toBe('1')
    await expect(files.rename('none', 'two')).rejects.toMatchObject({ code: 'storageFailed' })
  })

  test('list shows the files directly in the folder only', async () => {
    await files.replace('top', bytes('1'))
    await files.replace('folder/below', bytes('22'))
    await files.replace('folder/deeper/lowest', bytes('333'))
    expect(await files.list('folder')).toEqual([{ name: 'below', sizeBytes: 2 }])
    expect((await files.list('.')).map(({ name }) => name)).toEqual(['top'])
  })

  test('a removed file is gone', async () => {
    await files.replace('one', bytes('1'))
    await files.remove('one')
    expect(await files.read('one')).toBeUndefined()
  })

  test('a path outside the root is refused with storageFailed', async () => {
    for (const path of ['../escape', '/etc/passwd', 'in/../../escape']) {
      await expect(files.read(path)).rejects.toMatchObject({ code: 'storageFailed' })
      await expect(files.replace(path, bytes('x'))).rejects.toMatchObject({ code: 'storageFailed' })
    }
  })

  test('who changes the bytes afterwards, on either side, changes nothing on the disk', async () => {
    const given = bytes('given')
    await files.replace('one', given)
    given.fill(0)
    const read = await files.read('one')
    read?.fill(0)
    expect(await text('one')).toBe('given')
  })

  test('it says how much is free', async () => {
    expect(await files.freeBytes()).toBeGreaterThan(0)
  })
})
