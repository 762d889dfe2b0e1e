import { createHash } from 'node:crypto'
import { CodedError, type Files } from '@tieng-lang/protocol'
import { systemClock, systemFiles } from '@tieng-lang/protocol/node'
import { expect, test } from 'vitest'
import { download, mediaFile } from '../../../src/stores/media/media-download.ts'
import { type CutStory, cutAtEachCall, ForgetfulDisk } from '../../power-cuts.ts'
import { SeededChance } from '../../virtual.ts'

const chance = new SeededChance('media cuts')
const CONTENT = Buffer.from(new SeededChance('a bulletin').bytes(600_000))
const SHA256 = createHash('sha256').update(CONTENT).digest('hex')
const CHUNK_BYTES = 100_000

/** The far end of the wire: the bytes from `fromByte` on. */
async function* fetchFrom(_sha256: string, fromByte: number): AsyncIterable<Uint8Array> {
  if (fromByte >= CONTENT.length) throw new CodedError('rangeRefused', 'nothing beyond the end')
  for (let at = fromByte; at < CONTENT.length; at += CHUNK_BYTES)
    yield CONTENT.subarray(at, Math.min(at + CHUNK_BYTES, CONTENT.length))
}

function fetchTo(files: Files): Promise<void> {
  const { signal } = new AbortController()
  const sizeBytes = CONTENT.length
  const wire = { client: { fetch: fetchFrom }, clock: systemClock, signal, onProgress: () => {} }
  return download({ files, sha256: SHA256, sizeBytes, ...wire })
}

/** A damaged partial file costs one more try. */
async function fetchAgain(files: Files): Promise<void> {
  await fetchTo(files).catch(() => fetchTo(files))
}

test('a file under its hash is whole; what is held stays held; the next life finishes what was begun', async () => {
  const tell = (): CutStory => {
    let isHeld = false
    return {
      async act(files) {
        await fetchTo(files)
        isHeld = true
      },
      async check(files) {
        const held = await files.read(mediaFile(SHA256))
        if (held) expect(CONTENT.equals(held)).toBe(true)
        else if (isHeld) throw new Error('it was held')
        else await fetchAgain(files)
        expect(CONTENT.equals((await files.read(mediaFile(SHA256))) ?? Buffer.alloc(0))).toBe(true)
      },
    }
  }
  expect(await cutAtEachCall(tell, { chance })).toBeGreaterThan(10)
})

test('a sync that fails: the download fails, and what is held after the next one is on the disk', async () => {
  for (let failing = 1; failing <= 8; failing += 1) {
    const disk = new ForgetfulDisk({ chance })
    const files = systemFiles('/data', disk.calls())
    await files.append(mediaFile(`${SHA256}.part`), CONTENT.subarray(0, 1_000))
    disk.fail('sync', { after: failing })
    const code = await fetchTo(files).catch((cause) => cause.code)
    expect([undefined, 'storageFailed']).toContain(code)
    disk.mend()
    if (code) await fetchAgain(files)
    const after = systemFiles('/data', disk.survivor({ entries: 'lost', contents: 'lost' }).calls())
    expect(CONTENT.equals((await after.read(mediaFile(SHA256))) ?? Buffer.alloc(0))).toBe(true)
  }
})
