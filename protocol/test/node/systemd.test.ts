import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { NO_SERVICE_MANAGER } from '../../src/index.ts'
import { systemClock, systemdManager } from '../../src/node.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tl-systemd-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function eventually(isSo: () => boolean): Promise<void> {
  const endMs = systemClock.monotonicMs() + 20_000
  while (!isSo()) {
    if (systemClock.monotonicMs() > endMs) throw new Error('did not happen')
    await new Promise<void>((resolve) => systemClock.after(20, resolve))
  }
}

/** A program of the same name that writes down what it is given. */
function standIn(): { PATH: string; heard(): string[] } {
  const file = join(folder, 'heard')
  const program = join(folder, 'systemd-notify')
  writeFileSync(program, `#!/bin/sh\nfor line; do echo "$line" >> '${file}'; done\n`)
  chmodSync(program, 0o755)
  const heard = () => (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [])
  return { PATH: `${folder}:${process.env.PATH}`, heard }
}

test('what is said reaches systemd-notify, in its order', async () => {
  const { PATH, heard } = standIn()
  const environment = { PATH, NOTIFY_SOCKET: '/nowhere', WATCHDOG_USEC: '60000000', WATCHDOG_PID: '7' }
  const manager = systemdManager({ environment, pid: 7 })
  expect(manager.watchdogMs).toBe(60_000)
  manager.ready('http://127.0.0.1\nREADY=0')
  manager.alive()
  manager.stopping()
  await eventually(() => heard().length === 4)
  expect(heard()).toEqual(['READY=1', 'STATUS=http://127.0.0.1 READY=0', 'WATCHDOG=1', 'STOPPING=1'])
})

test('nobody is told where systemd has not started us, and nobody is fed where another process is watched', () => {
  expect(systemdManager({ environment: {}, pid: 7 })).toBe(NO_SERVICE_MANAGER)
  const environment = { NOTIFY_SOCKET: '/nowhere', WATCHDOG_USEC: '60000000', WATCHDOG_PID: '8' }
  expect(systemdManager({ environment, pid: 7 }).watchdogMs).toBeUndefined()
})

test('a machine without systemd-notify loses nothing but the telling', async () => {
  const manager = systemdManager({ environment: { PATH: folder, NOTIFY_SOCKET: '/nowhere' }, pid: 7 })
  for (let each = 0; each < 20; each += 1) manager.alive()
  await new Promise<void>((resolve) => systemClock.after(100, resolve))
})

const LISTENER = `
import os, socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1])
s.settimeout(20)
print('listening', flush=True)
while True:
    data, fds, _, _ = socket.recv_fds(s, 4096, 8)
    for fd in fds: os.close(fd)
    print(data.decode().replace(chr(10), ' '), flush=True)
    if b'STOPPING=1' in data: break
`
const hasBoth = ['systemd-notify', 'python3'].every((name) => spawnSync(name, ['--version']).status === 0)

test.skipIf(!hasBoth)('the real systemd-notify brings it to the socket', async () => {
  const path = join(folder, 'notify')
  const heard: string[] = []
  const listener = spawn('python3', ['-c', LISTENER, path], { stdio: ['ignore', 'pipe', 'inherit'] })
  listener.stdout.setEncoding('utf8').on('data', (text: string) => heard.push(...text.trim().split('\n')))
  await eventually(() => heard.includes('listening'))
  const manager = systemdManager({ environment: { ...process.env, NOTIFY_SOCKET: path }, pid: 7 })
  manager.ready('here')
  manager.alive()
  manager.stopping()
  await eventually(() => heard.some((line) => line.includes('STOPPING=1')))
  expect(
    heard.filter((line) => /^(READY|WATCHDOG|STOPPING)=1/.test(line)).map((line) => line.split(' ')[0]),
  ).toEqual(['READY=1', 'WATCHDOG=1', 'STOPPING=1'])
  listener.kill()
})
