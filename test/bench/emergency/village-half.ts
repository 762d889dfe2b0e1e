import { type ChildProcess, fork } from 'node:child_process'
import type { HalfFindings, HalfOrder, HalfReport } from './half-messages.ts'

/** One half of the village as its parent sees it. */
export class VillageHalf {
  readonly #child: ChildProcess

  private constructor(child: ChildProcess) {
    this.#child = child
  }

  /** Resolves when every agent is enrolled and at work. */
  static async start(order: Omit<Extract<HalfOrder, { kind: 'start' }>, 'kind'>): Promise<VillageHalf> {
    const program = new URL('./half-process.ts', import.meta.url)
    const half = new VillageHalf(fork(program, { execArgv: ['--import', 'tsx'] }))
    await half.#ask({ kind: 'start', ...order })
    return half
  }

  /** Stops the agents and says what was heard from `sinceAt` (Unix ms) on. */
  async finish(sinceAt: number): Promise<HalfFindings> {
    const report = await this.#ask({ kind: 'finish', sinceAt })
    if (report.kind !== 'finished') throw new Error(`half of the village answered ${report.kind}`)
    return report.findings
  }

  stop(): void {
    if (this.#child.connected) this.#child.disconnect()
  }

  #ask(order: HalfOrder): Promise<HalfReport> {
    const child = this.#child
    return new Promise((resolve, reject) => {
      const ended = (code: number | null) => reject(new Error(`half of the village ended with ${code}`))
      child.once('exit', ended)
      child.once('message', (report: HalfReport) => {
        child.off('exit', ended)
        if (report.kind === 'failed') reject(new Error(report.reason))
        else resolve(report)
      })
      child.send(order)
    })
  }
}
