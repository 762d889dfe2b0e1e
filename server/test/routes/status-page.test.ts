import { systemClock } from '@tieng-lang/protocol/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../src/app.ts'
import { serverStatus } from '../../src/broadcasting/status.ts'
import { renderStatusPage } from '../../src/routes/pages/status-page.ts'
import { runServer, temporaryFolder } from '../running-server.ts'
import { addArea, addCluster } from '../tree.ts'

const folder = temporaryFolder()
let server: RunningServer
let aheadMs = 0

beforeAll(async () => {
  server = await runServer(folder.path, { clock: { ...systemClock, monotonicMs: () => aheadMs } })
  addArea(server.services, { areaId: 'xa-a', name: 'Xã A' })
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
    dueAt: Date.parse('2026-11-22T00:05:00+07:00'),
  }
  const status = { ...serverStatus(server.services), at, clusters: [{ ...cluster, next }] }
  const page = renderStatusPage(status, 'Asia/Ho_Chi_Minh')
  expect(page).toContain('Cập nhật lúc 14:32:40\u00a0hôm\u00a0nay, tự làm mới mỗi 10 giây')
  expect(page).toContain('00:05\u00a022/11')
  expect(page).toContain('0/1 cụm loa đang kết nối')
})

test('who asks again within two seconds is shown the same page', async () => {
  aheadMs = 10_000
  const ask = async () => (await fetch(`${server.httpUrl}/status`)).text()
  const first = await ask()
  addCluster(server.services, { clusterId: 'c-2', areaId: 'xa-a', name: 'Cụm 2' })
  expect(await ask()).toBe(first)
  aheadMs += 2_001
  expect(await ask()).toContain('Cụm 2')
})
