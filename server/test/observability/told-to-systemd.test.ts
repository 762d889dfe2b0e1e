import { once } from 'node:events'
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { serve } from '../cli/program.ts'
import { eventually, temporaryFolder } from '../running-server.ts'

const folder = temporaryFolder()
afterAll(() => folder.remove())

test('the program that ships tells systemd that it is ready, that it is alive, and that it stops', async () => {
  const file = join(folder.path, 'heard')
  const standIn = join(folder.path, 'systemd-notify')
  writeFileSync(standIn, `#!/bin/sh\nfor line; do echo "$line" >> '${file}'; done\n`)
  chmodSync(standIn, 0o755)
  const heard = () => (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [])
  const { child, ready } = await serve(join(folder.path, 'data'), {
    PATH: `${folder.path}:${process.env.PATH}`,
    NOTIFY_SOCKET: '/nowhere',
    WATCHDOG_USEC: '1500000',
  })
  expect((await fetch(`${ready.httpUrl}/ready`)).status).toBe(200)
  await eventually(heard, (lines) => lines.filter((line) => line === 'WATCHDOG=1').length >= 3)
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
  await eventually(heard, (lines) => lines.includes('STOPPING=1'))
  const kinds = heard().filter((line) => line !== 'WATCHDOG=1')
  expect(kinds).toEqual(['READY=1', expect.stringContaining(`STATUS=${ready.httpUrl}`), 'STOPPING=1'])
})
