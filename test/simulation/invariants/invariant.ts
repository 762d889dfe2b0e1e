import type { SimulatedWorld } from '../world.ts'

/** Something that must hold whatever happens. */
export interface Invariant {
  name: string
  /** After every event and every so often, or at the end, when everything is mended and has come to rest. */
  when: 'eachStep' | 'onceQuiet'
  /**
   * One sentence a violation, without instants that differ from look to look; none where it holds. What is made anew
   * for each run, so that it may remember what it has looked at, comes from a factory (`makeInvariants`).
   */
  check(world: SimulatedWorld): readonly string[]
}
