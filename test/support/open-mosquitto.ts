import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sleep } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'

/** Debian keeps it where a user's path does not look. */
const PROGRAM_PATHS = `${process.env.PATH ?? ''}:/usr/sbin:/usr/local/sbin`
const START_TRIES_MAX = 100

/**
 * A Mosquitto that lets everyone in and forgets everything when it ends: who may do what is the matter of the contract
 * tests, here the broker itself goes and comes back on the same port.
 */
export class OpenMosquitto {
  readonly url: string
  readonly #port: number
  readonly #folder = mkdtempSync(join(tmpdir(), 'mosquitto-'))
  #child: ChildProcess | undefined

  constructor(port: number) {
    this.#port = port
    this.url = `mqtt://server:secret@127.0.0.1:${port}`
  }

  async start(): Promise<void> {
    const file = join(this.#folder, 'mosquitto.conf')
    writeFileSync(
      file,
      `listener ${this.#port} 127.0.0.1\nallow_anonymous true\npersistence false\nset_tcp_nodelay true\n`,
    )
    this.#child = spawn('mosquitto', ['-c', file], { env: { PATH: PROGRAM_PATHS }, stdio: 'ignore' })
    for (let tries = 0; tries < START_TRIES_MAX; tries++) {
      if (await this.#answers()) return
      await sleep(systemClock, 50)
    }
    throw new Error('mosquitto does not answer; is it installed? apt-get install mosquitto')
  }

  /** As a power cut would. */
  async kill(): Promise<void> {
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await ended
  }

  async stop(): Promise<void> {
    await this.kill()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  #answers(): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = connect({ port: this.#port, host: '127.0.0.1' })
      socket.once('error', () => resolve(false))
      socket.once('connect', () => {
        socket.destroy()
        resolve(true)
      })
    })
  }
}
