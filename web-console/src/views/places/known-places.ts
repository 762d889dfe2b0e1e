import type { AreaAnswer, ClusterAnswer, Zone } from '@tieng-lang/protocol/browser'

/** All places that I may see. */
export interface KnownPlaces {
  areas: readonly AreaAnswer[]
  clusters: readonly ClusterAnswer[]
  zones: readonly Zone[]
}
