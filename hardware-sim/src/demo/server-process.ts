import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Clock } from '@tieng-lang/protocol'

const PROGRAM = fileURLToPath(new URL('../../../scripts/tieng-lang.mjs', import.meta.url))

export interface ServerReady {
  httpUrl: string
  mqttUrl: string
  adminSocket: string
}

/** `tieng-lang serve` as a process of its own: the demo is outside the server, as a browser or a board is. */
export class ServerProcess {
  readonly #clock: Clock
  #child: ChildProcess | undefined

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Resolves when the server says that it is ready; rejects where it ends before. `onEnd`: it ended by itself. */
  start(environment: Record<string, string>, onEnd: (code: number | null) => void): Promise<ServerReady> {
    const child = spawn(process.execPath, [PROGRAM, 'serve', '--log-level', 'warn'], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    this.#child = child
    return new Promise((resolve, reject) => {
      child.on('message', (message: { kind?: string } & ServerReady) => {
        if (message.kind === 'ready') resolve(message)
      })
      child.on('exit', (code) => {
        reject(new Error(`the server ended with code ${code}`))
        if (this.#child) onEnd(code)
        this.#child = undefined
      })
    })
  }

  async stop(): Promise<void> {
    const child = this.#child
    this.#child = undefined
    if (!child || child.exitCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    const patience = this.#clock.after(6_000, () => child.kill('SIGKILL'))
    await ended
    patience.cancel()
  }
}
