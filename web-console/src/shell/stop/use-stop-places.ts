import { useMemo } from 'react'
import { useAreas, useOverview } from '../../api/queries.ts'
import { useMayIn } from '../../components/orders/use-may-in.ts'
import { type StopPlace, stopPlaces } from './stop-places.ts'

/** Where this person may stop at once, the likeliest first. */
export function useStopPlaces(): StopPlace[] {
  const { data: areas } = useAreas()
  const { data: overview } = useOverview()
  const mayStop = useMayIn('sound.stop')
  return useMemo(
    () => stopPlaces({ areas: areas ?? [], states: overview?.clusters ?? [], mayStop }),
    [areas, overview, mayStop],
  )
}
