import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemChance, systemClock, systemFiles } from '@tieng-lang/protocol/node'
import { afterEach, expect, test } from 'vitest'
import { httpMediaClient } from '../../src/link/media-client.ts'
import { MediaCache } from '../../src/stores/media/media-cache.ts'

const content = Buffer.alloc(700_000, createHash('sha256').update('sound').digest())
const sha256 = createHash('sha256').update(content).digest('hex')
const servers: Server[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

type Answer = (request: IncomingMessage, response: ServerResponse) => void

async function serve(answer: Answer): Promise<string> {
  const server = createServer(answer)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const fromByteOf = (request: IncomingMessage) =>
  Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0)

/** RFC 9110 §14.2: the part asked for, or 416 where there is none. */
const ranged: Answer = (request, response) => {
  if (request.url !== `/media/${sha256}`) return response.writeHead(404).end()
  const from = fromByteOf(request)
  if (!request.headers.range) return response.writeHead(200).end(content)
  if (from >= content.length) return response.writeHead(416).end()
  const range = `bytes ${from}-${content.length - 1}/${content.length}`
  return response.writeHead(206, { 'content-range': range }).end(content.subarray(from))
}
const status =
  (code: number): Answer =>
  (_, response) =>
    response.writeHead(code).end()

async function fetched(urls: string[], fromByte = 0, stallMs = 5_000): Promise<Buffer | string> {
  const chunks: Uint8Array[] = []
  try {
    const client = httpMediaClient({ clock: systemClock, urls: () => urls, stallMs })
    for await (const chunk of client.fetch(sha256, fromByte)) chunks.push(chunk)
    return Buffer.concat(chunks)
  } catch (cause) {
    return cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
  }
}
const isRest = (bytes: Buffer | string, fromByte: number) =>
  typeof bytes !== 'string' && bytes.equals(content.subarray(fromByte))

test('200 gives the whole, 206 the rest, 416 and 404 have codes of their own', async () => {
  const url = await serve(ranged)
  expect(isRest(await fetched([url]), 0)).toBe(true)
  expect(isRest(await fetched([url], 300_000), 300_000)).toBe(true)
  expect(await fetched([url], content.length)).toBe('rangeRefused')
  expect(await fetched([await serve(status(404))])).toBe('mediaNotFound')
  expect(await fetched([await serve(status(500))])).toBe('mediaUnreachable')
})

test('a server that knows no ranges sends all again, and what is held is passed over', async () => {
  const url = await serve((_, response) => response.writeHead(200).end(content))
  expect(isRest(await fetched([url], 300_001), 300_001)).toBe(true)
})

test('RFC 9110 §14.4: a 206 of another part than asked for is not believed', async () => {
  const url = await serve((_, response) =>
    response.writeHead(206, { 'content-range': `bytes 0-9/${content.length}` }).end('0123456789'),
  )
  expect(await fetched([url], 5)).toBe('mediaUnreachable')
})

test('the next address is tried when one is dead or has not got it', async () => {
  const alive = await serve(ranged)
  const urls = ['http://127.0.0.1:1', await serve(status(404)), await serve(status(503)), alive]
  expect(isRest(await fetched(urls, 7), 7)).toBe(true)
})

test('a connection that brings nothing more is given up', async () => {
  const url = await serve((_, response) => {
    response.writeHead(200)
    response.write(content.subarray(0, 1_000))
  })
  expect(await fetched([url], 0, 100)).toBe('mediaUnreachable')
})

test('the cache on a real disk goes on over real HTTP where a broken connection and an earlier life ended', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'media-'))
  const asked: number[] = []
  const url = await serve((request, response) => {
    asked.push(fromByteOf(request))
    if (asked.length > 1) return ranged(request, response)
    response.writeHead(200, { 'content-length': content.length })
    return response.write(content.subarray(0, 500_000), () => setImmediate(() => response.destroy()))
  })
  const open = () =>
    new MediaCache({
      files: systemFiles(folder),
      client: httpMediaClient({ clock: systemClock, urls: () => [url] }),
      clock: systemClock,
      chance: systemChance,
      cacheBytesMax: () => 10_000_000,
      reserveBytes: 0,
    })
  const list = [{ sha256, sizeBytes: content.length, neededAt: 0 }]
  const first = open()
  await first.start()
  first.want(list)
  while (first.counters.failed === 0) await new Promise((resolve) => setTimeout(resolve, 10))
  await first.stop()
  const second = open()
  const held = new Promise((resolve) => second.onHeld(resolve))
  await second.start()
  second.want(list)
  expect(await held).toBe(sha256)
  expect(Buffer.from(await second.read(sha256)).equals(content)).toBe(true)
  expect(asked).toEqual([0, asked[1]])
  expect(asked[1]).toBeGreaterThan(0)
  await second.stop()
  await writeFile(join(folder, 'media', sha256), 'rot')
  const third = open()
  await third.start()
  await expect(third.read(sha256)).rejects.toMatchObject({ code: 'audioCorrupt' })
  await third.stop()
  await rm(folder, { recursive: true })
})
