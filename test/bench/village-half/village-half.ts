import { type ChildProcess, fork } from 'node:child_process'
import type { HalfOrder, HalfReport } from './half-messages.ts'

/** One half of a village in a process of its own, as its parent sees it. The other side is `serveHalf`. */
export class VillageHalf<Start, Finish, Findings> {
  readonly #child: ChildProcess

  private constructor(child: ChildProcess) {
    this.#child = child
  }

  /**
   * Resolves when the half is at work.
   * @param program the address of its module, which calls `serveHalf` with the same three types
   */
  static async start<Start, Finish, Findings>(
    program: URL,
    start: Start,
  ): Promise<VillageHalf<Start, Finish, Findings>> {
    const half = new VillageHalf<Start, Finish, Findings>(fork(program, { execArgv: ['--import', 'tsx'] }))
    await half.#ask({ kind: 'start', start })
    return half
  }

  /** Ends its work, and says what was found. */
  async finish(finish: Finish): Promise<Findings> {
    const report = await this.#ask({ kind: 'finish', finish })
    if (report.kind !== 'finished') throw new Error(`half of the village answered ${report.kind}`)
    return report.findings
  }

  stop(): void {
    if (this.#child.connected) this.#child.disconnect()
  }

  #ask(order: HalfOrder<Start, Finish>): Promise<HalfReport<Findings>> {
    const child = this.#child
    return new Promise((resolve, reject) => {
      const ended = (code: number | null) => reject(new Error(`half of the village ended with ${code}`))
      child.once('exit', ended)
      child.once('message', (report: HalfReport<Findings>) => {
        child.off('exit', ended)
        if (report.kind === 'failed') reject(new Error(report.reason))
        else resolve(report)
      })
      child.send(order)
    })
  }
}
