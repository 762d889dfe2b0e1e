import { type ChildProcess, fork } from 'node:child_process'
import { bundleSeedProcess } from './bundle.ts'
import type { Order, SeedOptions, SeedResult } from './run-seed.ts'

export interface ProcessesOptions extends SeedOptions {
  processes: number
  onResult: (result: SeedResult) => void
}

/** Plays orders on several cores, one seed a process at a time. Rejects where a process fails or ends. */
export async function playOrders(orders: readonly Order[], options: ProcessesOptions): Promise<SeedResult[]> {
  const left = [...orders]
  const results: SeedResult[] = []
  const file = await bundleSeedProcess()
  const children = Array.from({ length: Math.min(options.processes, orders.length) }, () =>
    startProcess(file),
  )
  const work = async (child: ChildProcess) => {
    for (let order = left.shift(); order; order = left.shift()) {
      const result = await answerOf(child, { order, options: { playsMax: options.playsMax } })
      results.push(result)
      options.onResult(result)
    }
  }
  try {
    await Promise.all(children.map(work))
  } finally {
    for (const child of children) child.kill()
  }
  return results
}

/** Most of what is made lives for one event: a larger nursery is emptied far less often. */
const NODE_OPTIONS = ['--max-semi-space-size=64', '--enable-source-maps']

function startProcess(file: string): ChildProcess {
  return fork(file, { execArgv: NODE_OPTIONS })
}

function answerOf(child: ChildProcess, message: { order: Order; options: SeedOptions }): Promise<SeedResult> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null) =>
      reject(new Error(`a process of the simulation ended with ${code}`))
    child.once('exit', onExit)
    child.once('message', (answer: { result?: SeedResult; failure?: string }) => {
      child.off('exit', onExit)
      if (answer.result) resolve(answer.result)
      else reject(new Error(answer.failure))
    })
    child.send(message)
  })
}
