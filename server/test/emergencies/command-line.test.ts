import { systemChance, systemClock } from '@tieng-lang/protocol/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../src/app.ts'
import { emergency } from '../../src/cli/emergency.ts'
import { query } from '../../src/storage/database.ts'
import { temporaryFolder } from '../running-server.ts'
import { buildProvince, serverWithKit } from './commune.ts'

const folder = temporaryFolder()
let server: RunningServer

beforeAll(async () => {
  server = await serverWithKit(folder.path)
  buildProvince(server)
})
afterAll(async () => {
  await server.stop()
  folder.remove()
})

/** As `tieng-lang emergency …`, against the socket of this server's folder. */
async function run(...args: string[]): Promise<{ exitCode: number; out: string }> {
  let out = ''
  const exitCode = await emergency.run([...args, '--data', folder.path], {
    ...{ environment: {}, operator: 'root', clock: systemClock, chance: systemChance },
    out: (text) => {
      out += text
    },
    ...{ error: () => {}, onStop: () => {}, tellParent: () => {} },
  })
  return { exitCode, out }
}

test('whoever administers the machine raises, follows and ends an emergency without a PIN, but says who ordered it and why', async () => {
  const storm = ['raise', 'storm', '--area', 'tinh']
  await expect(run(...storm, '--reason', 'Bão số 5')).rejects.toMatchObject({ code: 'wronglyAsked' })
  await expect(run(...storm, '--commander', 'Chủ tịch')).rejects.toMatchObject({ code: 'wronglyAsked' })
  const who = ['--commander', 'Chủ tịch tỉnh', '--reason', 'Bão số 5']
  const raised = await run(...storm, ...who)
  expect([raised.exitCode, raised.out]).toEqual([0, expect.stringContaining('đang phát')])
  const emergencyId = raised.out.split('\t')[0] ?? ''
  const audit = query.selectFrom('auditEntries').selectAll().where('subject', '=', emergencyId)
  expect(server.services.database.row(audit)).toMatchObject({
    ...{ act: 'emergency.raise', operatorId: null, operatorName: 'root', address: 'local' },
    detail: expect.stringContaining('Chủ tịch tỉnh'),
  })
  expect((await run('list')).out).toContain(emergencyId)
  expect((await run('show', emergencyId)).out).toContain('Cụm c-1')
  const ended = await run('end', emergencyId, '--reason', 'Bão tan')
  expect([ended.exitCode, ended.out]).toEqual([0, expect.stringContaining('đã báo yên')])
  await expect(run('end', emergencyId, '--reason', 'Bão tan')).rejects.toMatchObject({ code: 'wrongState' })
  await expect(run('raise', 'tsunami', '--area', 'xa-a', ...who)).rejects.toMatchObject({
    code: 'badRequest',
  })
})
