import { systemChance, systemClock } from '@tieng-lang/protocol/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../src/app.ts'
import { live } from '../../src/cli/live/live.ts'
import { findCluster } from '../../src/storage/tree/clusters.ts'
import { buildProvince } from '../emergencies/commune.ts'
import { make } from '../media/recordings.ts'
import { eventually, runServer, temporaryFolder } from '../running-server.ts'
import { FarEnd } from '../streaming/far-end.ts'
import { changeArea } from '../tree.ts'

const folder = temporaryFolder()
let server: RunningServer

beforeAll(async () => {
  server = await runServer(folder.path)
  buildProvince(server)
  changeArea(server.services, 'tinh', { settings: { quietHours: { windows: [] } } })
})
afterAll(async () => {
  await server.stop()
  folder.remove()
})

/** As `tieng-lang live …`, against the socket of this server's folder. */
function start(...args: string[]): { out: () => string; ended: Promise<number>; stop: () => void } {
  let out = ''
  let stop = () => {}
  const ended = live.run([...args, '--data', folder.path], {
    ...{ environment: {}, operator: 'root', clock: systemClock, chance: systemChance },
    out: (text) => {
      out += text
    },
    onStop: (run) => {
      stop = run
    },
    ...{ error: () => {}, tellParent: () => {} },
  })
  return { out: () => out, ended, stop: () => stop() }
}

const tone = (seconds: number) =>
  make(folder.path, `tone-${seconds}.wav`, ['-f', 'lavfi', '-i', `sine=frequency=440:duration=${seconds}`])

test('a file is spoken at its own pace, packet by packet, to whoever opened the path; then the session is over', async () => {
  const running = start('--input', tone(3), '--area', 'xa-a', '--delay', 'lan')
  const sessionId = await eventually(
    () => server.services.live.open()[0]?.session.sessionId,
    (id) => id !== undefined,
  )
  const ssrc = server.services.live.run(sessionId ?? '')?.session.ssrc ?? 0
  const mediaSecret = findCluster(server.services.database, 'c-2')?.mediaSecret ?? ''
  const far = new FarEnd({ sessionId: sessionId ?? '', clusterId: 'c-2', mediaSecret, ssrc })
  await far.start()
  far.ask({ host: '127.0.0.1', port: server.services.stream.port })
  expect(await running.ended).toBe(0)
  await far.until(() => far.reports.some(({ type }) => type === 'goodbye'))
  expect(far.packets.length).toBeGreaterThan(80)
  const lasted = (far.packets.at(-1)?.at ?? 0) - (far.packets[0]?.at ?? 0)
  expect(Math.abs(lasted - 20 * far.packets.length)).toBeLessThan(700)
  expect(running.out()).toContain('đang phát')
  expect(server.services.live.open()).toEqual([])
  const listed = start('list')
  expect(await listed.ended).toBe(0)
  expect(listed.out()).toContain('đã kết thúc')
  await far.stop()
})

test('whoever stops it ends the session; a file that is none is refused, and leaves no session open', async () => {
  const running = start('--input', tone(20), '--cluster', 'c-1')
  await eventually(
    () => server.services.live.open()[0]?.session.state,
    (state) => state === 'onAir',
  )
  running.stop()
  expect(await running.ended).toBe(0)
  await expect(start('--input', '/khong/co.wav', '--area', 'xa-a').ended).rejects.toMatchObject({
    code: 'notAudio',
  })
  await expect(start('--input', 'rtsp://x', '--area', 'xa-a').ended).rejects.toMatchObject({
    code: 'wronglyAsked',
  })
  expect(server.services.live.open()).toEqual([])
})
