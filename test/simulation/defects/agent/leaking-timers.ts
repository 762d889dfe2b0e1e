import { DAY_MS } from '@tieng-lang/protocol'
import type { Defect } from '../defect.ts'

/** Each timer that an agent sets leaves another one behind that is for next year. */
export const LEAKING_TIMERS: Defect = {
  name: 'an agent that leaves a timer behind with each that it sets',
  foundBy: 'everything is bounded',
  agentParts: (parts) => {
    const { clock } = parts
    const after = clock.after.bind(clock)
    clock.after = (delayMs, run) => {
      after(365 * DAY_MS, () => {})
      return after(delayMs, run)
    }
    return parts
  },
}
