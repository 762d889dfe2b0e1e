import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const PROGRAM = fileURLToPath(new URL('../../scripts/tieng-lang.mjs', import.meta.url))

export interface ServerReady {
  httpUrl: string
  adminSocket: string
}

/** `tieng-lang serve` as people run it, in a process that a test may kill; or another program that takes its place. */
export class ServerProcess {
  readonly #environment: Record<string, string>
  readonly #program: string
  #child: ChildProcess | undefined

  constructor(environment: Record<string, string>, program = PROGRAM) {
    this.#environment = environment
    this.#program = program
  }

  /** Resolves when the server says that it is ready; rejects where it ends before. */
  start(): Promise<ServerReady> {
    const child = spawn(process.execPath, [this.#program, 'serve', '--log-level', 'warn'], {
      env: { ...process.env, ...this.#environment },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    this.#child = child
    return new Promise((resolve, reject) => {
      child.on('message', (message: { kind?: string } & ServerReady) => {
        if (message.kind === 'ready') resolve(message)
      })
      child.on('exit', (code, signal) => reject(new Error(`the server ended with ${code ?? signal}`)))
    })
  }

  /** Says something to a program that listens; the one that ships does not. */
  tell(message: object): void {
    this.#child?.send(message)
  }

  isRunning(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** As a power cut would, where `signal` is SIGKILL. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const child = this.#child
    if (!child || !this.isRunning()) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    await ended
  }
}
