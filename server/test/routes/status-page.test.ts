import { systemClock } from '@tieng-lang/protocol/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../src/app.ts'
import { serverStatus } from '../../src/broadcasting/status.ts'
import { renderStatusPage } from '../../src/routes/pages/status-page.ts'
import { runServer, temporaryFolder } from '../running-server.ts'
import { signIn } from '../signed-in.ts'
import { addArea, addCluster } from '../tree.ts'

const folder = temporaryFolder()
let server: RunningServer
let aheadMs = 0

let lan: ReturnType<typeof signIn>

beforeAll(async () => {
  server = await runServer(folder.path, { clock: { ...systemClock, monotonicMs: () => aheadMs } })
  addArea(server.services, { areaId: 'xa-a', name: 'Xã A' })
  addArea(server.services, { areaId: 'xa-b', name: 'Xã B' })
  lan = signIn(server, 'lan-2', [['operator', 'xa-a']])
  addCluster(server.services, { clusterId: 'c-1', areaId: 'xa-a', name: 'Cụm 1' })
})
afterAll(async () => {
  await server.stop()
  folder.remove()
})

test('times are those of the place: with "hôm nay" for today, with the date for any other day', () => {
  const [cluster] = serverStatus(server.services).clusters
  if (!cluster) throw new Error('no cluster')
  const at = Date.parse('2026-11-21T14:32:40+07:00')
  const next = {
    occurrenceId: 'ct-1',
    title: '',
    programmeName: '',
    isRelay: false,
    dueAt: Date.parse('2026-11-22T00:05:00+07:00'),
  }
  const status = { ...serverStatus(server.services), at, clusters: [{ ...cluster, next }] }
  const page = renderStatusPage(status, 'Asia/Ho_Chi_Minh')
  expect(page).toContain('Cập nhật lúc 14:32:40\u00a0hôm\u00a0nay, tự làm mới mỗi 10 giây')
  expect(page).toContain('00:05\u00a022/11')
  expect(page).toContain('0/1 cụm loa đang kết nối')
})

test('names are shown to whoever may see them only; anyone else is shown numbers', async () => {
  const pageFor = async (loginName: string, areaId: string | null) =>
    (await signIn(server, loginName, [['operator', areaId]])<string>('GET', '/../../status')).body
  expect(await pageFor('lan', 'xa-a')).toContain('Cụm 1')
  const elsewhere = await pageFor('may', 'xa-b')
  expect(elsewhere).toContain('Chưa có cụm loa nào')
  const anyone = await (await fetch(`${server.httpUrl}/status`)).text()
  expect(anyone).toContain('0/0 cụm loa đang kết nối')
  for (const page of [elsewhere, anyone]) expect(page).not.toMatch(/Cụm 1|Xã A/)
})

test('who asks again within two seconds is shown the same page', async () => {
  aheadMs = 10_000
  const ask = async () => (await lan<string>('GET', '/../../status')).body
  const first = await ask()
  addCluster(server.services, { clusterId: 'c-2', areaId: 'xa-a', name: 'Cụm 2' })
  expect(await ask()).toBe(first)
  aheadMs += 2_001
  expect(await ask()).toContain('Cụm 2')
})
