import type { AuditEntry, Page } from '@tieng-lang/protocol'
import { AdminClient, systemChance, systemClock } from '@tieng-lang/protocol/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../src/app.ts'
import { operator } from '../../src/cli/operator.ts'
import { Visitor } from '../access/visitor.ts'
import { runServer, temporaryFolder } from '../running-server.ts'
import { addArea } from '../tree.ts'

const folder = temporaryFolder()
let server: RunningServer

beforeAll(async () => {
  server = await runServer(folder.path)
  addArea(server.services, { areaId: 'xa-a', name: 'Xã A' })
})
afterAll(async () => {
  await server.stop()
  folder.remove()
})

/** What the command prints. */
async function run(...args: string[]): Promise<string> {
  let text = ''
  await operator.run(args, {
    environment: { TIENG_LANG_DATA_DIR: folder.path },
    operator: 'root',
    clock: systemClock,
    chance: systemChance,
    out: (more) => {
      text += more
    },
    error: () => {},
    onStop: () => {},
    tellParent: () => {},
  })
  return text.trim()
}

test('whoever may open the socket adds people and gives them new passwords', async () => {
  const [loginName, password = ''] = (
    await run('add', 'lan', 'Nguyễn Thị Lan', '--grant', 'broadcaster@xa-a', '--grant', 'auditor')
  ).split('\t')
  expect(loginName).toBe('lan')
  expect(await run('list')).toContain('lan\topen\tNguyễn Thị Lan\tauditor@* broadcaster@xa-a')
  const lan = new Visitor(server.httpUrl)
  expect(await lan.signIn('lan', password)).toBe(200)
  const [, another = ''] = (await run('password', 'lan')).split('\t')
  expect(await lan.signIn('lan', password)).toBe(401)
  expect(await lan.signIn('lan', another)).toBe(200)
})

test('the log says who it was on this machine', async () => {
  const client = new AdminClient(server.adminSocket, 'root')
  const { items } = await client.get<Page<AuditEntry>>('/api/v1/audit-entries?act=operator.resetPassword')
  expect(items).toMatchObject([{ operatorId: null, operatorName: 'root', address: 'local' }])
})

test('a role or a name that is not there is told', async () => {
  await expect(run('add', 'x-1', 'X', '--grant', 'king')).rejects.toMatchObject({ code: 'wronglyAsked' })
  await expect(run('add', 'x-1', 'X')).rejects.toMatchObject({ code: 'wronglyAsked' })
  await expect(run('password', 'khong-co')).rejects.toMatchObject({ code: 'operatorNotFound' })
})
