import type { StepName, Steps } from '@tieng-lang/protocol'

/** What a test tells a program over the channel between them: end at this step, the `count`th time from now on. */
export interface KillOrder {
  kind: 'killAt'
  step: StepName
  /** Only where the step is of such a document: a part of its topic, or its type. */
  about?: string
  count?: number
}

/** Steps at which this process ends itself when it was told to, as a power cut would: without a word. */
export function killingSteps(): Steps {
  let order: KillOrder | undefined
  let toPass = 0
  process.on('message', (message: KillOrder) => {
    if (message.kind !== 'killAt') return
    order = message
    toPass = message.count ?? 1
  })
  return {
    reached(step, about = '') {
      if (step !== order?.step || !about.includes(order.about ?? '')) return
      toPass -= 1
      if (toPass <= 0) process.kill(process.pid, 'SIGKILL')
    },
  }
}
