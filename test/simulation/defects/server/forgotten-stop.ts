import type { Defect } from '../defect.ts'

/** Whoever stops something is told that it was done. */
export const FORGOTTEN_STOP: Defect = {
  name: 'a server that answers a stop and forgets it',
  foundBy: 'what is stopped stays silent',
  services: ({ commands, stops }) => {
    const give = commands.give.bind(commands)
    commands.give = (clusterIds, command) =>
      command.body.name === 'stop' ? Promise.resolve([]) : give(clusterIds, command)
    stops.keep = () => ({ plan: () => {} })
  },
}
