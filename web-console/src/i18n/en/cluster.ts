import type { EnglishOf } from '../english-of.ts'
import type { cluster as vi } from '../vi/cluster.ts'

export const cluster: EnglishOf<typeof vi> = {
  title: 'Cluster',
  empty: 'No such cluster',
}
