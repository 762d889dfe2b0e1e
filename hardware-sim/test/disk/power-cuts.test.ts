import type { FileCalls, Files, OpenFile } from '@tieng-lang/protocol'
import { expect, test } from 'vitest'
import { type CutStory, cutAtEachCall, DISK_ROOT } from '../../src/disk/index.ts'
import { SeededChance } from '../../src/virtual/seeded-chance.ts'

const OLD = Buffer.alloc(1_500, 'old ')
const NEW = Buffer.alloc(2_600, 'new ')

async function contentOf(files: Files, path: string): Promise<Buffer | undefined> {
  const content = await files.read(path)
  return content && Buffer.from(content)
}

function isOneOf(content: Buffer | undefined, allowed: readonly (Buffer | undefined)[]): boolean {
  return allowed.some((each) => each === content || (each && content?.equals(each)))
}

/** Writes `NEW` by `act` where `before` was; afterwards either is there, and only the new once it is acknowledged. */
function eitherOr(before: Buffer | undefined, path: string, act: (files: Files) => Promise<void>): CutStory {
  let isAcknowledged = false
  return {
    async prepare(files) {
      if (before) await files.replace(path, before)
    },
    async act(files) {
      await act(files)
      isAcknowledged = true
    },
    async check(files) {
      const content = await contentOf(files, path)
      if (!isOneOf(content, isAcknowledged ? [NEW] : [before, NEW]))
        throw new Error(`${content?.length} bytes of another content`)
      const named = (await files.list(path.split('/').slice(0, -1).join('/') || '.')).map(({ name }) => name)
      expect(named.filter((name) => name.startsWith('.'))).toEqual([])
    },
  }
}

const chance = new SeededChance('power cuts')
const replaceNew = (path: string) => (files: Files) => files.replace(path, NEW)

test('replace: old content or new at each call, in a fresh folder, deep ones and one that is there', async () => {
  expect(await cutAtEachCall(() => eitherOr(OLD, 'one', replaceNew('one')), { chance })).toBeGreaterThan(3)
  for (const path of ['one', 'a/one', 'a/b/c/one'])
    expect(
      await cutAtEachCall(() => eitherOr(undefined, path, replaceNew(path)), { chance }),
    ).toBeGreaterThan(5)
})

test('rename: content and name come together, also into another folder', async () => {
  for (const path of ['part', 'from/part']) {
    const tell = (): CutStory =>
      eitherOr(undefined, 'to/whole', async (files) => {
        await files.append(path, NEW.subarray(0, 700))
        await files.append(path, NEW.subarray(700))
        await files.rename(path, 'to/whole')
      })
    expect(await cutAtEachCall(tell, { chance })).toBeGreaterThan(5)
  }
})

test('rename: what another program wrote and did not sync is on the disk before its name is', async () => {
  const tell = (): CutStory => {
    let isAcknowledged = false
    return {
      async act(files, calls) {
        await calls.makeFolder(`${DISK_ROOT}/incoming`)
        const file = await calls.open(`${DISK_ROOT}/incoming/one`, 'create')
        await file.write(NEW)
        await files.rename('incoming/one', 'to/whole')
        isAcknowledged = true
      },
      async check(files) {
        const content = await contentOf(files, 'to/whole')
        expect(isOneOf(content, isAcknowledged ? [NEW] : [undefined, NEW])).toBe(true)
      },
    }
  }
  expect(await cutAtEachCall(tell, { chance })).toBeGreaterThan(6)
})

test('append: what was acknowledged stays, and behind it is nothing but the torn end of the last', async () => {
  const tell = (): CutStory => {
    let acknowledgedBytes = 0
    let firstAskedBytes = 0
    return {
      async act(files) {
        for (let bytes = 400; bytes <= NEW.length; bytes += 400) {
          firstAskedBytes = bytes
          await files.append('log/records', NEW.subarray(bytes - 400, bytes))
          acknowledgedBytes = bytes
        }
      },
      async check(files) {
        const content = (await contentOf(files, 'log/records')) ?? Buffer.alloc(0)
        expect(content.length).toBeLessThanOrEqual(firstAskedBytes)
        expect(content.subarray(0, acknowledgedBytes)).toEqual(NEW.subarray(0, acknowledgedBytes))
      },
    }
  }
  expect(await cutAtEachCall(tell, { chance })).toBeGreaterThan(10)
})

test('truncate and remove are for good once acknowledged', async () => {
  const truncated = (): CutStory => {
    let isAcknowledged = false
    return {
      prepare: (files) => files.append('records', NEW),
      async act(files) {
        await files.truncate('records', 900)
        isAcknowledged = true
      },
      async check(files) {
        const content = await contentOf(files, 'records')
        expect(content?.subarray(0, 900)).toEqual(NEW.subarray(0, 900))
        if (isAcknowledged) expect(content).toHaveLength(900)
      },
    }
  }
  const removed = (): CutStory => {
    let isAcknowledged = false
    return {
      prepare: (files) => files.append('records', NEW),
      async act(files) {
        await files.remove('records')
        isAcknowledged = true
      },
      async check(files) {
        const content = await contentOf(files, 'records')
        expect(isOneOf(content, isAcknowledged ? [undefined] : [undefined, NEW])).toBe(true)
      },
    }
  }
  expect(await cutAtEachCall(truncated, { chance })).toBe(2)
  expect(await cutAtEachCall(removed, { chance })).toBe(2)
})

/** Programs with one mistake each: the test above must see every one of them. */
const withFile = (calls: FileCalls, change: (file: OpenFile) => Partial<OpenFile>): FileCalls => ({
  ...calls,
  open: async (path, how, mode) => {
    const file = await calls.open(path, how, mode)
    return { ...file, ...change(file) }
  },
})
const DEFECTS: [string, (calls: FileCalls) => FileCalls][] = [
  ['content is not synced before its name is', (calls) => withFile(calls, () => ({ sync: async () => {} }))],
  ['the folder is not synced', (calls) => ({ ...calls, syncFolder: async () => {} })],
  [
    'only the folder itself is synced, not the one that names it',
    (calls) => ({
      ...calls,
      syncFolder: async (path) => {
        if (path.endsWith('/a')) await calls.syncFolder(path)
      },
    }),
  ],
]

test.each(DEFECTS)('planted: %s', async (_name, through) => {
  const tell = () => eitherOr(OLD, 'a/one', replaceNew('a/one'))
  const fresh = () => eitherOr(undefined, 'a/one', replaceNew('a/one'))
  const both = async () => {
    await cutAtEachCall(tell, { chance, through })
    await cutAtEachCall(fresh, { chance, through })
  }
  await expect(both()).rejects.toThrow(/power cut at call/)
})
