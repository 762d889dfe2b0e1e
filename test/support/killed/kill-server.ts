import { type Chance, type StepName, sleep } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { eventually, type TestVillage } from '../village.ts'
import type { KillOrder } from './killing-steps.ts'

/** Where the server is killed: at a step, or so long after its process began, be it up by then or not. */
export type ServerKill = ({ step: StepName; about?: string } | { afterMs: number }) & {
  /** A programme is approved in that life. */
  isOfPlans: boolean
}

const DOCUMENT_STEPS: StepName[] = [
  'documentSealed',
  'documentStored',
  'documentSent',
  'documentAcknowledged',
]
const PLAN_STEPS: ServerKill[] = [
  { step: 'programmeApproved', isOfPlans: true },
  ...[...DOCUMENT_STEPS, 'documentHeld' as const].map((step) => ({ step, about: 'plan', isOfPlans: true })),
]
const RECORD_STEPS: ServerKill[] = [
  ...(['recordArrived', 'recordsJudged', 'recordsStored'] as const).map((step) => ({
    step,
    isOfPlans: false,
  })),
  ...DOCUMENT_STEPS.map((step) => ({ step, about: 'receipts', isOfPlans: false })),
]
/** A start takes a second or two; then the clusters come back, and their records and receipts cross. */
const INSTANT_MS_MAX = 5_000

/** Each step of plan delivery and of record storage once, with seeded instants among them. */
export function serverKills(chance: Chance, instants: number): ServerKill[] {
  const steps = [...PLAN_STEPS, ...RECORD_STEPS]
  const at = Array.from({ length: instants }, (_, index) => {
    return { afterMs: Math.round(chance.next() * INSTANT_MS_MAX), isOfPlans: index % 2 === 0 }
  })
  const share = Math.ceil(at.length / steps.length)
  return steps.flatMap((step, index) => [step, ...at.slice(index * share, (index + 1) * share)])
}

/**
 * Starts the server, which is down, and has it killed there. `whenUp` is called as soon as it is ready, told to die at
 * its step, and may fail with it. Rejects where a step is never reached.
 */
export async function startAndKill(
  village: TestVillage,
  kill: ServerKill,
  whenUp: () => Promise<unknown>,
): Promise<void> {
  if ('step' in kill) {
    await village.startServer()
    const { step, about = '' } = kill
    const order: KillOrder = { kind: 'killAt', step, about }
    village.serverProcess?.tell(order)
    await whenUp().catch(() => undefined)
    const isDead = () => !village.serverProcess?.isRunning()
    await eventually(`the server comes to ${step} ${about}`, isDead, 60_000)
  } else {
    const life = village
      .startServer()
      .then(whenUp)
      .catch(() => undefined)
    await sleep(systemClock, kill.afterMs)
    await village.serverProcess?.stop('SIGKILL')
    await life
  }
}
