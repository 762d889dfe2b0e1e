import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { EnrolmentAnswer } from '@tieng-lang/protocol'
import { systemChance, systemClock } from '@tieng-lang/protocol/node'
import { expect, test } from 'vitest'
import { enrol, type PostJson } from '../../src/link/enrolment.ts'
import { root, START_AT } from '../sealing.ts'
import { SeededChance, VirtualClock } from '../virtual.ts'

const answer: EnrolmentAnswer = {
  clusterId: 'c-1',
  areaPath: ['tinh', 'xa-a'],
  rootKey: { kid: root.kid, publicKey: root.publicKey },
  mqttSecret: 's'.repeat(43),
  mqttUrls: ['mqtt://127.0.0.1:1883'],
  httpUrls: ['http://127.0.0.1:8080'],
}
const request = { code: 'ABCD-2345-EFGH-6789', publicKey: 'p'.repeat(43), agentVersion: '1' }

/** Enrols against a scripted line; gives the result or its code, and what was sent. */
async function enrolled(script: (() => Promise<{ status: number; body: unknown }>)[], code = request.code) {
  const clock = new VirtualClock(START_AT)
  const sent: unknown[] = []
  const postJson: PostJson = (_, body) => {
    sent.push(body)
    return (script.shift() ?? lost)()
  }
  const chance = new SeededChance('enrol')
  const abort = new AbortController()
  let result: EnrolmentAnswer | string | undefined
  void enrol({
    url: 'http://server',
    request: { ...request, code },
    clock,
    chance,
    postJson,
    signal: abort.signal,
  }).then(
    (value) => {
      result = value
    },
    (cause) => {
      result = String(cause.code)
    },
  )
  await clock.advance(300_000)
  abort.abort()
  await clock.advance(0)
  return { result, sent }
}
const lost = () => Promise.reject(new Error('socket hang up'))
const said = (status: number, body: unknown) => () => Promise.resolve({ status, body })

test('a lost answer, a busy server: the same code and key are presented again until it answers', async () => {
  const { result, sent } = await enrolled([lost, said(503, undefined), said(429, {}), said(201, answer)])
  expect(result).toEqual(answer)
  expect(sent).toEqual([request, request, request, request])
})

test('a refusal has the server’s own code and is not repeated', async () => {
  const problem = { type: 'about:blank', title: 'Used', status: 409, code: 'enrolmentCodeUsed' }
  expect(await enrolled([said(409, problem)])).toMatchObject({ result: 'enrolmentCodeUsed', sent: [request] })
  expect(await enrolled([said(404, 'not json')])).toMatchObject({ result: 'enrolmentRefused' })
  expect(await enrolled([said(201, { ...answer, mqttSecret: 'short' })])).toMatchObject({
    result: 'enrolmentAnswerMalformed',
  })
})

test('a code that cannot be one is not sent at all; a stopped enrolment ends', async () => {
  expect(await enrolled([], 'ABCD')).toEqual({ result: 'enrolmentCodeMalformed', sent: [] })
  const { result, sent } = await enrolled([])
  expect(result).toBe('aborted')
  expect(sent.length).toBeLessThan(15)
})

test('over real HTTP', async () => {
  const server = createServer((incoming, response) => {
    let body = ''
    incoming.on('data', (chunk) => {
      body += chunk
    })
    incoming.on('end', () => {
      const isRight = incoming.url === '/api/v1/enrolments' && JSON.parse(body).code === request.code
      response.writeHead(isRight ? 201 : 500).end(JSON.stringify(answer))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  expect(await enrol({ url, request, clock: systemClock, chance: systemChance })).toEqual(answer)
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})
