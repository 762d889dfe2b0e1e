import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '@tieng-lang/protocol/node'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { type CutStory, cutAtEachCall, DISK_ROOT } from '../hardware-sim/src/disk/index.ts'
import { SeededChance } from '../hardware-sim/src/virtual/seeded-chance.ts'
import { openServerKeys } from '../server/src/access/server-keys.ts'
import { makeFirstAdministrator } from '../server/src/access/sign-in/first-administrator.ts'
import { Passwords } from '../server/src/access/sign-in/passwords.ts'
import { loadConfig } from '../server/src/config.ts'
import { rememberPorts } from '../server/src/listening.ts'
import { MediaStore } from '../server/src/media/media-store.ts'
import { countOperators } from '../server/src/storage/accounts/operators.ts'
import { openDatabase } from '../server/src/storage/database.ts'

const chance = new SeededChance('server files')
let folder = ''
beforeEach(() => {
  rmSync(folder, { recursive: true, force: true })
  folder = mkdtempSync(join(tmpdir(), 'server-files-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const textOf = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString()

test('audio: what was put under its hash is there, whole; nothing else is under any hash', async () => {
  const content = Buffer.from(chance.bytes(3_000))
  const sha256 = createHash('sha256').update(content).digest('hex')
  const name = `${sha256.slice(0, 2)}/${sha256}`
  // What ffmpeg has written lies on the machine's disk for hashing, and unsynced on the one whose power goes.
  mkdirSync(join(folder, 'incoming'))
  writeFileSync(join(folder, 'incoming/one'), content)
  const tell = (): CutStory => {
    let isStored = false
    return {
      async act(files, calls) {
        await calls.makeFolder(`${DISK_ROOT}/incoming`)
        await (await calls.open(`${DISK_ROOT}/incoming/one`, 'create')).write(content)
        await new MediaStore(folder, chance, files).put(join(folder, 'incoming/one'))
        isStored = true
      },
      async check(files) {
        const found = await files.read(name)
        if (isStored || found) expect(content.equals(found ?? Buffer.alloc(0))).toBe(true)
      },
    }
  }
  expect(await cutAtEachCall(tell, { chance })).toBeGreaterThan(8)
})

test('keys: once the database knows them they are in the data folder, and a start never finds half of them', async () => {
  const tell = (): CutStory => {
    const database = openDatabase(':memory:', 0)
    let kid: string | undefined
    return {
      async act(files) {
        kid = (await openServerKeys(database, { dataDir: folder, chance, now: 0, files })).root.kid
      },
      async check(files) {
        // The database on its own disk may or may not have heard of them.
        const again = kid === undefined ? openDatabase(':memory:', 0) : database
        writeFileSync(join(folder, 'keys.json'), '')
        const keys = await openServerKeys(again, { dataDir: folder, chance, now: 0, files })
        if (kid !== undefined) expect(keys.root.kid).toBe(kid)
      },
    }
  }
  expect(await cutAtEachCall(tell, { chance })).toBeGreaterThan(4)
})

test('the ports to come back to: those of this start, of the last, or none', async () => {
  const ports = { httpPort: 8080, mqttPort: 1883 }
  const texts = [undefined, '{"httpPort":1,"mqttPort":2}\n', `${JSON.stringify(ports)}\n`]
  const tell = (): CutStory => {
    let isRemembered = false
    return {
      prepare: (files) => rememberPorts(folder, { httpPort: 1, mqttPort: 2 }, files),
      async act(files) {
        await rememberPorts(folder, ports, files)
        isRemembered = true
      },
      async check(files) {
        expect(texts.slice(isRemembered ? 2 : 1)).toContain(textOf(await files.read('ports.json')))
      },
    }
  }
  expect(await cutAtEachCall(tell, { chance })).toBeGreaterThan(4)
})

test('the first password can be read by the time its account exists', async () => {
  const config = loadConfig({ environment: {}, overrides: { dataDir: folder } })
  const passwords = new Passwords({ chance, checksMax: 1, log2N: 4 })
  const tell = (): CutStory => {
    const database = openDatabase(':memory:', 0)
    return {
      act: (files) =>
        makeFirstAdministrator({ config, clock: systemClock, chance, database, passwords }, files),
      async check(files) {
        const text = textOf(await files.read('first-sign-in.txt'))
        if (text !== undefined) expect(text).toMatch(/^quantri\n\S{8,}\n$/)
        else expect(countOperators(database)).toBe(0)
      },
    }
  }
  expect(await cutAtEachCall(tell, { chance })).toBeGreaterThan(4)
})
