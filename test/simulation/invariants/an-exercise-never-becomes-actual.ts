import type { Id } from '@tieng-lang/protocol'
import type { VirtualCluster } from '../../../hardware-sim/src/virtual/index.ts'
import type { SimulatedWorld } from '../world.ts'
import type { Invariant } from './invariant.ts'
import type { WireTap } from './observed/wire-tap.ts'

/** What was raised as an Exercise is one in all that the server says of it, and on every cluster that follows it. */
export function anExerciseNeverBecomesActual(tap: WireTap): Invariant {
  return {
    name: 'an Exercise never becomes Actual',
    when: 'eachStep',
    check(world) {
      tap.listen(world)
      const exercises = exercisesOf(world)
      const said = exercises
        .filter((id) => tap.emergency(id).some(({ body }) => body.status !== 'Exercise'))
        .map((id) => `${id} was raised as an Exercise and published as something else`)
      return [...said, ...world.clusters.flatMap((cluster) => takenInEarnest(cluster, exercises))]
    },
  }
}

function exercisesOf({ acts }: SimulatedWorld): Id[] {
  return acts.flatMap(({ act }) =>
    act.kind === 'raiseEmergency' && act.status === 'Exercise' ? [act.emergencyId] : [],
  )
}

function takenInEarnest({ name, agent }: VirtualCluster, exercises: readonly Id[]): string[] {
  return (agent?.conductor.emergencies() ?? [])
    .filter(({ emergencyId, status }) => status === 'Actual' && exercises.includes(emergencyId))
    .map(({ emergencyId }) => `${name} takes the Exercise ${emergencyId} for Actual`)
}
