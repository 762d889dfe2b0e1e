import { PERMISSIONS, type Permission, type Role } from '@tieng-lang/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunningServer } from '../../../src/app.ts'
import { ROUTES } from '../../../src/routes/route-table.ts'
import { runServer, temporaryFolder } from '../../running-server.ts'
import { type Actor, makeActors } from './actors.ts'
import { FIXTURES, PARAMETERS } from './requests.ts'
import { buildVillage, SECRET } from './village.ts'

/** One operation of the OpenAPI document. */
interface Operation {
  name: string
  method: string
  path: string
  permission: Permission | null
  place: string
}

const folder = temporaryFolder()
let server: RunningServer
let actors: Actor[]
let operations: Operation[]

beforeAll(async () => {
  server = await runServer(folder.path, { overrides: { limits: { commandAnswerMsMax: 100 } } })
  await buildVillage(server)
  actors = await makeActors(server)
  operations = await readDocument()
})
afterAll(async () => {
  await server.stop()
  folder.remove()
})

async function readDocument(): Promise<Operation[]> {
  const answer = await fetch(`${server.httpUrl}/api/v1/openapi.json`)
  const { paths } = (await answer.json()) as {
    paths: Record<string, Record<string, { 'x-permission': Permission | null; 'x-place': string }>>
  }
  return Object.entries(paths).flatMap(([path, byMethod]) =>
    Object.entries(byMethod).map(([verb, operation]) => {
      const method = verb.toUpperCase()
      const rule = { permission: operation['x-permission'], place: operation['x-place'] }
      return { name: `${method} ${path}`, method, path, ...rule }
    }),
  )
}

test('every route stands in the document with its line of the table, and every line has its route', () => {
  const told = operations.map(({ name, permission, place }) => [name, { permission, place }])
  const table = Object.entries(ROUTES).map(([name, rule]) => [name.replace(/:(\w+)/g, '{$1}'), rule])
  expect(Object.fromEntries(told)).toEqual(Object.fromEntries(table))
})

test('no request is made for an operation that is not there', () => {
  const names = new Set(operations.map(({ name }) => name))
  expect(Object.keys(FIXTURES).filter((name) => !names.has(name))).toEqual([])
})

describe('every route × every role × inside and outside the granted area', () => {
  // The document is only there once the server runs: the table names the same routes, as the test above says.
  const names = Object.keys(ROUTES).map((name) => name.replace(/:(\w+)/g, '{$1}'))
  test.each(names)('%s', async (name) => {
    const operation = operations.find((each) => each.name === name)
    if (!operation) throw new Error('no such route')
    // Who is refused asks first: what the others do may change what there is.
    const inOrder = [...actors].sort((a, b) => Number(isLetIn(operation, a)) - Number(isLetIn(operation, b)))
    const told: Record<string, string> = {}
    const expected: Record<string, string> = {}
    for (const actor of inOrder) {
      told[actor.name] = await ask(operation, actor)
      expected[actor.name] = expectedAnswer(operation, actor)
    }
    expect(told).toEqual(expected)
  })
})

const LET_IN = 'let in'

/** As the document says; the rights of a role are the protocol's table. */
function expectedAnswer(operation: Operation, actor: Actor): string {
  if (operation.place === 'public') return LET_IN
  // Nobody's session opens what only a system's token does.
  if (operation.place === 'capSender') return '401 notSignedIn'
  if (actor.role === null) return '401 notSignedIn'
  return isLetIn(operation, actor) ? LET_IN : '403 notAllowed'
}

function isLetIn({ name, permission, place }: Operation, { role, reach }: Actor): boolean {
  if (place === 'public') return true
  if (role === null) return false
  // Whom an account may be given rights over stands in the body: the use case asks.
  if (name === 'POST /api/v1/operators') return role === 'administrator' && reach !== 'a sibling area'
  if (permission === null) return true
  const roles: readonly Role[] = PERMISSIONS[permission]
  if (!roles.includes(role)) return false
  if (place === 'somewhere') return true
  return place === 'everywhere' ? reach === 'everywhere' : reach !== 'a sibling area'
}

/** `let in`, or the status and code of a refusal. What it says to somebody without the right must tell nothing. */
async function ask(operation: Operation, actor: Actor): Promise<string> {
  const { query, body, isRecording } = FIXTURES[operation.name] ?? {}
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => PARAMETERS[name] ?? 'x')
  const cookie = actor.openSession()
  const answer = await fetch(`${server.httpUrl}${path}?${new URLSearchParams(query)}`, {
    method: operation.method,
    headers: {
      // Of no version: then nobody changes what the next one is asked about.
      'if-match': '"999999"',
      ...(cookie !== undefined && { cookie }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(isRecording === true && { 'content-type': 'application/octet-stream' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(isRecording === true && { body: 'no recording' }),
  })
  const text = await answer.text()
  const isInside = actor.reach !== null && actor.reach !== 'a sibling area'
  const { status } = answer
  // An id may stand in a refusal, for the asker has named it.
  const tellsTooMuch = text.includes(SECRET) || (status < 400 && text.includes('cum-a'))
  if (!isInside && tellsTooMuch) return `tells ${text.slice(0, 200)}`
  if (status < 400) return LET_IN
  const { code } = JSON.parse(text) as { code: string }
  const isOfTheGuard = ['notSignedIn', 'notAllowed', 'passwordMustChange', 'foreignOrigin'].includes(code)
  // A request that does not fit its shape would prove nothing.
  return isOfTheGuard || code === 'badRequest' || status === 500 ? `${status} ${code}` : LET_IN
}
