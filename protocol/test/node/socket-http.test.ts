import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { askSocket } from '../../src/node/socket-http.ts'

const KEEP_ALIVE_MS = 2_000
/** Node keeps it a second longer than it says. */
const STILL_MS = KEEP_ALIVE_MS + 1_500
const folder = mkdtempSync(join(tmpdir(), 'tl-socket-'))
const path = join(folder, 'admin.sock')
const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (_, response) => response.end('{}'))

beforeAll(() => new Promise<void>((resolve) => void server.listen(path, resolve)))
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve))
  rmSync(folder, { recursive: true })
})

test('a program that stood still for longer than the server keeps a connection asks again as if nothing had been', async () => {
  const call = { method: 'GET', path: '/' }
  expect((await askSocket(path, call)).status).toBe(200)
  await setImmediate()
  // As the machine's stop of a process does: nothing runs meanwhile, and every timer is overdue after it.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, STILL_MS)
  expect((await askSocket(path, call)).status).toBe(200)
})
