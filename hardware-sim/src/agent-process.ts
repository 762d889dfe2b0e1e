import { type ChildProcess, spawn } from 'node:child_process'
import type { Cancellable, Clock } from '@tieng-lang/protocol'

const RESTART_MS = 1_000

export interface AgentProcessOptions {
  clock: Clock
  /** The agent's one file, as it is copied to a board. */
  program: string
  args: readonly string[]
  /** A line of the agent's own log. */
  onLine?: (line: string) => void
}

/** The agent that ships, as a process of its own, started again whenever it ends: what systemd does on a board. */
export class AgentProcess {
  readonly #options: AgentProcessOptions
  #child: ChildProcess | undefined
  #isStopping = false
  #restart: Cancellable | undefined
  restartCount = 0

  constructor(options: AgentProcessOptions) {
    this.#options = options
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  start(): void {
    const { program, args, onLine } = this.#options
    // The channel is how an agent notices that its parent has vanished.
    const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
    this.#child = child
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        for (const line of text.split('\n')) if (line !== '') onLine?.(line)
      })
    }
    child.on('exit', () => {
      this.#child = undefined
      if (this.#isStopping) return
      this.restartCount += 1
      this.#restart = this.#options.clock.after(RESTART_MS, () => this.start())
    })
  }

  /** As a power cut would: no goodbye. It is started again. */
  kill(): void {
    this.#child?.kill('SIGKILL')
  }

  /** Says something to a program that listens; the one that ships does not. */
  tell(message: object): void {
    this.#child?.send(message)
  }

  async stop(): Promise<void> {
    this.#isStopping = true
    this.#restart?.cancel()
    const child = this.#child
    if (!child) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    const patience = this.#options.clock.after(6_000, () => child.kill('SIGKILL'))
    await ended
    patience.cancel()
  }
}
