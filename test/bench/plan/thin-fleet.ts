import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { ThinIdentity } from './thin-cluster.ts'

/** Thin clusters in a process of their own: what they cost is not the server's, and they never keep its main loop. */
export class ThinFleet {
  readonly #process: ChildProcess

  private constructor(child: ChildProcess) {
    this.#process = child
  }

  /** Resolves when all of them are subscribed. */
  static async connect(port: number, identities: readonly ThinIdentity[]): Promise<ThinFleet> {
    const child = fork(new URL('./thin-fleet-process.ts', import.meta.url), { execArgv: ['--import', 'tsx'] })
    child.send({ port, identities })
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`the clusters ended with ${code}`)
    })
    await Promise.race([once(child, 'message'), ended])
    ended.catch(() => {})
    return new ThinFleet(child)
  }

  stop(): void {
    this.#process.kill('SIGKILL')
  }
}
