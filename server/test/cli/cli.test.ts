import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '@tieng-lang/protocol/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { speakInStudio } from '../media/recordings.ts'
import { temporaryFolder } from '../running-server.ts'
import { serve, tiengLang } from './program.ts'

const folder = temporaryFolder()
const dataDir = join(folder.path, 'data')
let child: ChildProcess
let ready: Record<string, string>

beforeAll(async () => {
  ;({ child, ready } = await serve(dataDir))
})
afterAll(() => {
  child.kill('SIGKILL')
  folder.remove()
})

const run = (...args: string[]) => tiengLang(dataDir, args)
const line = async (...args: string[]) => {
  const { exitCode, out, error } = await run(...args)
  expect([exitCode, error]).toEqual([0, ''])
  return out
}

test('a recording becomes a programme of a cluster by the command line alone', async () => {
  expect(ready).toMatchObject({ kind: 'ready', adminSocket: join(dataDir, 'admin.sock') })
  expect(statSync(String(ready.adminSocket)).mode & 0o777).toBe(0o600)
  expect(await line('area', 'add', 'Xã A', '--id', 'xa-a', '--code', '01234', '--no-quiet')).toBe('xa-a')
  expect(await line('cluster', 'add', 'Cụm 1', '--area', 'xa-a', '--id', 'c-1', '--volume', '80')).toBe('c-1')
  expect(await line('enrolment-code', 'c-1')).toMatch(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/)
  const added = await line('bulletin', 'add', speakInStudio(folder.path), '--title', 'Bản tin sáng')
  const bulletinId = added.split('\t')[0] ?? ''
  expect(await line('bulletin', 'list')).toContain('Bản tin sáng')
  const programme = [
    '--id',
    'ct-1',
    '--name',
    'Sáng',
    '--area',
    'xa-a',
    '--bulletin',
    bulletinId,
    '--daily',
    '05:00',
  ]
  expect(await line('programme', 'put', ...programme)).toBe('ct-1')
  expect(await line('programme', 'list')).toBe('ct-1\tapproved\tSáng')
  expect(await line('status')).toContain('chưa ghi danh')
  expect(await line('playouts')).toBe('')
  const page = await (await fetch(`${ready.httpUrl}/status`)).text()
  expect(page).toContain('0/0 cụm loa đang kết nối')
  expect(page).not.toContain('Cụm 1')
})

test('a spreadsheet is shown before it is taken, and comes out as it went in', async () => {
  expect(await line('zone', 'add', 'Chợ', '--area', 'xa-a', '--id', 'cho')).toBe('cho')
  expect(await line('cluster', 'change', 'c-1', '--zone', 'cho')).toBe('c-1')
  const file = join(folder.path, 'dia-ban.csv')
  writeFileSync(file, 'loại;tên;thuộc\nkhu vực;Thôn Đông;01234\n')
  expect(await line('import', file)).toContain('thêm 1')
  expect(await line('area', 'list')).not.toContain('Thôn Đông')
  expect(await line('import', file, '--yes')).toContain('Thêm khu vực “Thôn Đông” thuộc “Xã A”.')
  writeFileSync(file, await line('export'))
  expect(await line('import', file)).toContain('thêm 0, đổi 0, chuyển 0, giữ nguyên 4')
  writeFileSync(file, 'loại;tên;thuộc\ncụm loa;X;Xã Không Có\n')
  const refused = await run('import', file)
  expect([refused.exitCode, refused.error]).toEqual([1, expect.stringContaining('KHÔNG NHẬN')])
})

test('what cannot be done is told plainly, with an exit code', async () => {
  const playlist = join(folder.path, 'list.mp3')
  writeFileSync(playlist, '#EXTM3U\nhttp://example.invalid/x.mp3\n')
  const refused = await run('bulletin', 'add', playlist)
  expect([refused.exitCode, refused.error]).toEqual([1, expect.stringContaining('Đây là danh sách phát')])
  expect((await run('bulletin', 'add', 'not-there.wav')).error).toContain('Không đọc được tệp')
  expect((await run('volume', 'c-1', '101')).exitCode).toBe(2)
  expect((await run('cluster', 'add', 'X', '--area', 'nowhere')).error).toContain('Không có khu vực này')
  expect((await run('area', 'add', 'X', '--unknown')).exitCode).toBe(2)
  const unanswered = await run('stop', 'xa-a')
  expect([unanswered.exitCode, unanswered.out]).toEqual([1, expect.stringContaining('chưa ghi danh')])
  expect((await run('serve')).error).toContain('Đã có một máy chủ đang chạy')
  expect((await run('programme', '--help')).out).toContain('tieng-lang programme put')
})

test('SIGTERM ends it within three seconds; a second start keeps everything, ports included', async () => {
  const beganMs = systemClock.monotonicMs()
  child.kill('SIGTERM')
  const [exitCode] = await once(child, 'exit')
  expect(exitCode).toBe(0)
  expect(systemClock.monotonicMs() - beganMs).toBeLessThan(3_000)
  expect((await run('status')).error).toContain('Máy chủ chưa chạy')
  const first = ready
  ;({ child, ready } = await serve(dataDir))
  expect(ready).toEqual(first)
  expect(await line('programme', 'list')).toContain('ct-1')
})

test('it ends when its parent vanishes', async () => {
  child.disconnect()
  const [exitCode] = await once(child, 'exit')
  expect(exitCode).toBe(0)
})
