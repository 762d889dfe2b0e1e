import { createKeyPair, HOUR_MS, SECOND_MS, type Update } from '@tieng-lang/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readAuditLog } from '../../src/access/audit-log.ts'
import type { RunningServer } from '../../src/app.ts'
import { issueEnrolmentCode } from '../../src/broadcasting/enrolment.ts'
import { askToEnrol } from '../board.ts'
import { runServer, temporaryFolder } from '../running-server.ts'
import { addArea, addCluster, LOCAL } from '../tree.ts'

const folder = temporaryFolder()
let server: RunningServer

beforeAll(async () => {
  server = await runServer(folder.path)
  addArea(server.services, { areaId: 'xa-a', name: 'Xã A' })
  for (const clusterId of ['c-1', 'c-2'])
    addCluster(server.services, { clusterId, areaId: 'xa-a', name: clusterId })
})
afterAll(async () => {
  await server.stop()
  folder.remove()
})

const issue = (clusterId: string, validMs = HOUR_MS) =>
  issueEnrolmentCode(server.services, { clusterId, validMs }, LOCAL).code
const request = (code: string, publicKey = createKeyPair().publicKey) => ({
  code,
  publicKey,
  agentVersion: '1',
})
const codeOf = async (body: unknown) => {
  const answer = await askToEnrol(server, body)
  expect(answer.headers.get('content-type')).toContain('application/problem+json')
  const problem = (await answer.json()) as { code: string; status: number }
  expect(problem.status).toBe(answer.status)
  return problem.code
}

test('the same code with the same key gets the same identity again; with another key it is used up', async () => {
  const asked = request(issue('c-1'))
  const first = await (await askToEnrol(server, asked)).json()
  expect(first).toMatchObject({ clusterId: 'c-1', areaPath: ['xa-a'], httpUrls: [server.httpUrl] })
  expect(await (await askToEnrol(server, asked)).json()).toEqual(first)
  expect(await codeOf(request(asked.code))).toBe('codeUsed')
})

test('a replaced board cannot come back with its old code', async () => {
  const old = request(issue('c-2'))
  expect((await askToEnrol(server, old)).status).toBe(200)
  expect((await askToEnrol(server, request(issue('c-2')))).status).toBe(200)
  expect(await codeOf(old)).toBe('codeUsed')
})

test('pages that look on learn that there is a board; the audit log says by whose code', async () => {
  addCluster(server.services, { clusterId: 'c-3', areaId: 'xa-a', name: 'c-3' })
  const told: Update[] = []
  const stop = server.services.updates.listen(({ update }) => told.push(update))
  expect(server.services.board.peek('c-3')?.isEnrolled).toBe(false)
  expect((await askToEnrol(server, request(issue('c-3')))).status).toBe(200)
  stop()
  expect(told).toContainEqual({ kind: 'changed', thing: 'clusters' })
  expect(server.services.board.peek('c-3')?.isEnrolled).toBe(true)
  const question = { countMax: 5, before: Number.MAX_SAFE_INTEGER, act: 'cluster.enrol' }
  const { items } = await readAuditLog(server.services, LOCAL, question)
  expect(items[0]).toMatchObject({ subject: 'c-3', detail: { codeFrom: LOCAL.name } })
})

test('unknown, ended and malformed codes and unknown fields are refused with their own code', async () => {
  expect(await codeOf(request('0000-0000-0000-0000'))).toBe('codeUnknown')
  expect(await codeOf(request(issue('c-1', -SECOND_MS)))).toBe('codeEnded')
  expect(await codeOf(request('nonsense'))).toBe('badRequest')
  expect(await codeOf({ ...request(issue('c-1')), isAdmin: true })).toBe('badRequest')
})

test('guessing is slowed down', async () => {
  const answers: number[] = []
  for (let guess = 0; guess < 70; guess += 1)
    answers.push((await askToEnrol(server, request('0000-0000-0000-0000'))).status)
  expect(answers.at(-1)).toBe(429)
})
