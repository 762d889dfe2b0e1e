import type { Services } from '../services.ts'
import type { Chore, Did } from './chore.ts'
import { CHORES } from './chores.ts'

/** What became of one chore, for the log. */
export interface ChoreReport {
  chore: string
  tookMs: number
  did?: Did
  cause?: unknown
}

export interface Household {
  isStopping?: () => boolean
  tell?: (report: ChoreReport) => void
}

/** Runs chores one after another; one that fails is counted and told, and keeps none of the others from their turn. */
export async function runChores(
  services: Services,
  chores: readonly Chore[],
  { isStopping = () => false, tell = () => {} }: Household = {},
): Promise<void> {
  const { clock, reports } = services
  for (const { name: chore, run } of chores) {
    if (isStopping()) return
    const beganMs = clock.monotonicMs()
    const took = () => ({ chore, tookMs: clock.monotonicMs() - beganMs })
    try {
      const did = await run({ services, isStopping })
      tell({ ...took(), did })
    } catch (cause) {
      reports.count(undefined, 'choreFailed', `${chore}: ${String(cause)}`)
      tell({ ...took(), cause })
    }
  }
}

/** The hourly chores, now. Rejects with what the first that failed said, when all have had their turn. */
export async function keepHouse(services: Services): Promise<void> {
  const failures: unknown[] = []
  await runChores(
    services,
    CHORES.filter(({ when }) => when === 'hourly'),
    {
      tell: ({ cause }) => {
        if (cause !== undefined) failures.push(cause)
      },
    },
  )
  if (failures.length > 0) throw failures[0]
}
