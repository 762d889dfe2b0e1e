import type { Services } from '../services.ts'

/** What a chore has done, in plain numbers, for the log: `{ removedCount: 12 }`. */
export type Did = Record<string, number>

export interface ChoreContext {
  services: Services
  /** Asked between slices: then the rest is left for the next time. */
  isStopping(): boolean
}

/** One thing that has to be done now and then. It gives the main thread back after each slice. */
export interface Chore {
  name: string
  /** Hourly at 17 past, when nothing begins; nightly at 03:23 in the zone of the settings. */
  when: 'hourly' | 'nightly'
  run(context: ChoreContext): Promise<Did> | Did
}
