/** `up` is from the cluster to the server, `down` the way back. */
export type Direction = 'up' | 'down'
export const DIRECTIONS: readonly Direction[] = ['up', 'down']
