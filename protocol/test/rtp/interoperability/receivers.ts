import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'

/** Whether a program is there; what needs it is skipped by name where it is not. */
export function isInstalled(program: string, ...args: string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0
}

const LISTENING_MS_MAX = 20_000

/** An even port of this machine, free together with the next, where RTCP goes. */
export async function freePortPair(): Promise<number> {
  for (let tries = 0; tries < 50; tries += 1) {
    const socket = createSocket('udp4').bind(0, '127.0.0.1')
    await once(socket, 'listening')
    const port = socket.address().port & ~1
    socket.close()
    await once(socket, 'close')
    if (!(await isTaken(port)) && !(await isTaken(port + 1))) return port
  }
  throw new Error('no free pair of ports')
}

async function isTaken(port: number): Promise<boolean> {
  const socket = createSocket('udp4')
  try {
    socket.bind(port, '127.0.0.1')
    await once(socket, 'listening')
    return false
  } catch {
    return true
  } finally {
    socket.close()
  }
}

/** Starts somebody else's receiver and waits until it listens. Ends with the test at the latest. */
export async function startReceiver(program: string, args: string[], port: number): Promise<ChildProcess> {
  const receiver = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'], timeout: 60_000 })
  for (let waitedMs = 0; waitedMs < LISTENING_MS_MAX; waitedMs += 50) {
    if (isListening(port)) return receiver
    await pause(50)
  }
  receiver.kill('SIGKILL')
  throw new Error(`${program} does not listen`)
}

/** Asked of the kernel: to try the port ourselves could take it away from the receiver. */
function isListening(port: number): boolean {
  const hex = `:${port.toString(16).toUpperCase().padStart(4, '0')} `
  return ['/proc/net/udp', '/proc/net/udp6'].some(
    (file) => existsSync(file) && readFileSync(file, 'utf8').includes(hex),
  )
}

/** Sends the packets one by one, a little faster than they sound, until all are gone or the receiver has enough. */
export async function sendTo(receiver: ChildProcess, packets: Uint8Array[], port: number): Promise<void> {
  const socket = createSocket('udp4')
  for (const packet of packets) {
    if (receiver.exitCode !== null) break
    socket.send(packet, port, '127.0.0.1')
    await pause(10)
  }
  socket.close()
}

export async function ended(receiver: ChildProcess): Promise<void> {
  if (receiver.exitCode === null && receiver.signalCode === null) await once(receiver, 'exit')
}
