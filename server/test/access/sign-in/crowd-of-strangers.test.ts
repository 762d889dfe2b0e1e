import { systemClock } from '@tieng-lang/protocol/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../../src/app.ts'
import { runServer, temporaryFolder } from '../../running-server.ts'
import { firstAdministrator, PASSWORD, Visitor } from '../visitor.ts'

const folder = temporaryFolder()
let server: RunningServer

beforeAll(async () => {
  server = await runServer(folder.path, {
    // Nobody's wait ends meanwhile, however slow the machine is.
    clock: { ...systemClock, monotonicMs: () => 0 },
    overrides: { access: { trustedProxies: ['127.0.0.1'] } },
  })
  await firstAdministrator(server)
})
afterAll(async () => {
  await server.stop()
  folder.remove()
})

/** From an address as the trusted proxy tells it. */
async function signInFrom(address: string, password: string): Promise<string | number> {
  const visitor = new Visitor(server.httpUrl)
  const order = { loginName: 'quantri', password }
  const { status, body } = await visitor.ask('POST', '/api/v1/session', order, { 'x-forwarded-for': address })
  return body.code ?? status
}

test('a crowd that guesses a password is slowed down, and its owner comes in at once from where they were before', async () => {
  expect(await signInFrom('10.0.0.2', PASSWORD)).toBe(200)
  const guesses = await Promise.all(
    Array.from({ length: 40 }, (_, number) => signInFrom(`203.0.113.${number}`, 'không phải')),
  )
  expect(guesses.filter((code) => code === 'wrongCredentials')).toHaveLength(5)
  expect(guesses.filter((code) => code === 'tooManyRequests')).toHaveLength(35)
  // Even the right password does not help a stranger now: else it would be found out by trying.
  expect(await signInFrom('203.0.113.99', PASSWORD)).toBe('tooManyRequests')
  expect(await signInFrom('10.0.0.2', PASSWORD)).toBe(200)
})

test('refused guesses stand in the log with their address', async () => {
  const visitor = new Visitor(server.httpUrl)
  const order = { loginName: 'quantri', password: PASSWORD }
  await visitor.ask('POST', '/api/v1/session', order, { 'x-forwarded-for': '10.0.0.2' })
  const { body } = await visitor.ask('GET', '/api/v1/audit-entries?act=session.refuse')
  const items = body.items as { address: string; detail: unknown }[]
  expect(items).toHaveLength(5)
  expect(items[0]).toMatchObject({
    address: expect.stringMatching(/^203\.0\.113\./),
    detail: { loginName: 'quantri' },
  })
})
