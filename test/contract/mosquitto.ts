import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { TOPIC_PREFIX, TOPICS } from '@tieng-lang/protocol'

export interface Mosquitto {
  port: number
  stop(): Promise<void>
}

export interface MosquittoAccount {
  username: string
  password: string
}

/** Debian keeps it where a user's path does not look. */
const PROGRAM_PATHS = `${process.env.PATH ?? ''}:/usr/sbin:/usr/local/sbin`
const START_TRIES_MAX = 100

/**
 * A real Mosquitto on a free port of loopback, with the access rules of our topic table. `server` is the account that
 * may do everything below our prefix. Fails, and says what to install, where the program is missing.
 */
export async function startMosquitto(accounts: readonly MosquittoAccount[]): Promise<Mosquitto> {
  const folder = mkdtempSync(join(tmpdir(), 'mosquitto-'))
  const port = await freePort()
  const lines = accounts.map(({ username, password }) => `${username}:${password}\n`)
  writeFileSync(join(folder, 'passwords'), lines.join(''), { mode: 0o600 })
  run('mosquitto_passwd', ['-U', join(folder, 'passwords')])
  writeFileSync(join(folder, 'access'), accessRules())
  writeFileSync(join(folder, 'mosquitto.conf'), configuration(folder, port))
  const broker = spawn('mosquitto', ['-c', join(folder, 'mosquitto.conf')], {
    env: { PATH: PROGRAM_PATHS },
    stdio: 'ignore',
  })
  const ended = new Promise<void>((resolve) => broker.once('exit', () => resolve()))
  await answering(port)
  return {
    port,
    stop: async () => {
      broker.kill()
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function configuration(folder: string, port: number): string {
  return [
    `listener ${port} 127.0.0.1`,
    `user ${userInfo().username}`,
    'allow_anonymous false',
    `password_file ${join(folder, 'passwords')}`,
    `acl_file ${join(folder, 'access')}`,
    'persistence false',
    // Without it parallel QoS 1 publishes stall (DESIGN §3).
    'set_tcp_nodelay true',
    'max_queued_messages 10000',
    '',
  ].join('\n')
}

/** Every row of the topic table for the cluster that is named in it, and the whole prefix for the server. */
function accessRules(): string {
  const ofCluster = Object.values(TOPICS)
    .filter(({ template }) => template.startsWith('clusters/'))
    .map(({ template, direction }) => {
      const topic = TOPIC_PREFIX + template.replace('{clusterId}', '%u')
      return `pattern ${direction === 'up' ? 'write' : 'read'} ${topic}`
    })
  return [
    `pattern read ${TOPIC_PREFIX}keys`,
    `pattern read ${TOPIC_PREFIX}areas/#`,
    ...ofCluster,
    '',
    'user server',
    `topic readwrite ${TOPIC_PREFIX}#`,
    '',
  ].join('\n')
}

function run(program: string, args: string[]): void {
  const { error, status, stderr } = spawnSync(program, args, { env: { PATH: PROGRAM_PATHS } })
  if (error)
    throw new Error(
      `${program} is not installed; this test needs a real broker: apt-get install mosquitto (${error.message})`,
    )
  if (status !== 0) throw new Error(`${program} failed: ${stderr}`)
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

async function answering(port: number): Promise<void> {
  for (let tries = 0; tries < START_TRIES_MAX; tries++) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect({ port, host: '127.0.0.1' })
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
      socket.once('connect', () => socket.destroy())
    })
    if (isOpen) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('mosquitto does not answer')
}
