import { type ChildProcess, fork } from 'node:child_process'
import type { HalfJudgement, HalfOrder, HalfReport, PlannedAudio } from './half-messages.ts'

/** One half of the village as its parent sees it. */
export class VillageHalf {
  readonly #child: ChildProcess

  private constructor(child: ChildProcess) {
    this.#child = child
  }

  /** Resolves when every board stands and every agent is enrolled and at work. */
  static async start(order: Omit<Extract<HalfOrder, { kind: 'start' }>, 'kind'>): Promise<VillageHalf> {
    const half = new VillageHalf(
      fork(new URL('./half-process.ts', import.meta.url), { execArgv: ['--import', 'tsx'] }),
    )
    await half.#ask({ kind: 'start', ...order })
    return half
  }

  /** Stops the agents and boards, then judges what their horns gave. */
  async finish(audios: PlannedAudio[]): Promise<HalfJudgement> {
    const report = await this.#ask({ kind: 'finish', audios })
    if (report.kind !== 'finished') throw new Error(`half of the village answered ${report.kind}`)
    return report.judgement
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
