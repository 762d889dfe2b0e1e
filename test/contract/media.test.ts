import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { httpMediaClient, type MediaClient } from '@tieng-lang/edge-agent'
import type { Media } from '@tieng-lang/protocol'
import { systemChance, systemClock } from '@tieng-lang/protocol/node'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { MemoryMedia } from '../../hardware-sim/src/virtual/index.ts'
import type { Services } from '../../server/src/broadcasting/services.ts'
import { MediaStore } from '../../server/src/media/media-store.ts'
import { mediaRoutes } from '../../server/src/routes/audio/media.ts'
import { createHttpServer } from '../../server/src/routes/http/http-server.ts'
import { insertBulletin, type NewBulletinRow } from '../../server/src/storage/bulletins/bulletins.ts'
import { openDatabase } from '../../server/src/storage/database.ts'
import { insertArea } from '../../server/src/storage/tree/areas.ts'

interface MediaPart {
  client: MediaClient
  /** Stores approved audio; the answer is its hash. */
  add(bytes: Uint8Array): Promise<string>
  /** From now on nobody answers. */
  goAway(): Promise<void>
  stop(): Promise<void>
}

async function memoryPart(): Promise<MediaPart> {
  const media = new MemoryMedia({ clock: systemClock })
  return {
    client: media,
    add: async (bytes) => media.add(bytes),
    goAway: async () => media.setReachable(false),
    stop: async () => {},
  }
}

/** The server's own route over its own store, and the agent's own client. */
async function httpPart(): Promise<MediaPart> {
  const folder = mkdtempSync(join(tmpdir(), 'media-'))
  const database = openDatabase(join(folder, 'server.db'), systemClock.now())
  insertArea(database, {
    areaId: 'xa-a',
    parentId: null,
    code: null,
    name: 'Xã A',
    settings: {},
    createdAt: 0,
  })
  const media = new MediaStore(join(folder, 'media'), systemChance)
  await media.start()
  const server = createHttpServer({
    log: pino({ level: 'silent' }),
    bodyBytesMax: 1_000,
    requestMsMax: 10_000,
  })
  // Of all services the media route looks at these two.
  mediaRoutes(server, { database, media } as Services)
  const url = await server.listen({ host: '127.0.0.1', port: 0 })
  return {
    client: httpMediaClient({ clock: systemClock, urls: () => [url] }),
    add: async (bytes) => {
      const path = media.temporaryPath()
      writeFileSync(path, bytes)
      const stored = await media.put(path)
      insertBulletin(database, approved({ ...stored, durationMs: 1_000 }))
      return stored.sha256
    },
    goAway: () => server.close(),
    stop: async () => {
      await server.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function approved(media: Media): NewBulletinRow {
  return {
    bulletinId: 'b-1',
    areaId: 'xa-a',
    title: 'Thông báo',
    language: 'vi',
    media,
    loudness: {
      inputLufs: -20,
      inputTruePeakDbtp: -6,
      gainDb: 4,
      storedLufs: -16,
      storedTruePeakDbtp: -3,
      isGainLowered: false,
    },
    state: 'approved',
    producedBy: 'one',
    approvedBy: 'other',
    createdAt: 0,
  }
}

const BYTES = Uint8Array.from({ length: 300_000 }, (_, index) => (index * 7) % 251)

async function gathered(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}

describe.each([
  ['memory', memoryPart],
  ['HTTP', httpPart],
])('media: %s', (_name, startPart) => {
  let part: MediaPart
  let sha256: string

  beforeEach(async () => {
    part = await startPart()
    sha256 = await part.add(BYTES)
  })
  afterEach(() => part.stop())

  test.each([0, 1, 150_000, 299_999])('a file comes from byte %i on', async (fromByte) => {
    expect((await gathered(part.client.fetch(sha256, fromByte))).equals(BYTES.subarray(fromByte))).toBe(true)
  })

  test('a hash that nobody holds is mediaNotFound', async () => {
    await expect(gathered(part.client.fetch('0'.repeat(64), 0))).rejects.toMatchObject({
      code: 'mediaNotFound',
    })
  })

  test('a range from the end or past it is rangeRefused', async () => {
    for (const fromByte of [BYTES.length, BYTES.length + 1])
      await expect(gathered(part.client.fetch(sha256, fromByte))).rejects.toMatchObject({
        code: 'rangeRefused',
      })
  })

  test('without a way to the server it is mediaUnreachable', async () => {
    await part.goAway()
    await expect(gathered(part.client.fetch(sha256, 0))).rejects.toMatchObject({ code: 'mediaUnreachable' })
  })

  test('who aborts hears aborted, before as in the middle', async () => {
    await expect(gathered(part.client.fetch(sha256, 0, AbortSignal.abort()))).rejects.toMatchObject({
      code: 'aborted',
    })
    const abort = new AbortController()
    const inTheMiddle = async () => {
      for await (const _chunk of part.client.fetch(sha256, 0, abort.signal)) abort.abort()
    }
    await expect(inTheMiddle()).rejects.toMatchObject({ code: 'aborted' })
  })
})
