import { useQuery } from '@tanstack/react-query'
import type { BulletinAnswer, ProgrammeAnswer } from '@tieng-lang/protocol/browser'
import { useMemo } from 'react'
import { keys } from '../../../api/keys.ts'
import { allOf, useAreas, useOverview, useZones } from '../../../api/queries.ts'
import { useMaySomewhere, useSession } from '../../../session/session-context.ts'
import { type Submitted, waitingFor } from './waiting-items.ts'

const SUBMITTED = { state: 'submitted', count: 200 } as const

/** Everything that waits for this person's decision; kept fresh by live updates. */
export function useWaiting() {
  const { name, grants } = useSession()
  const { data: areas } = useAreas()
  const { data: zones } = useZones()
  const { data: overview } = useOverview()
  const bulletins = useSubmittedBulletins()
  const programmes = useSubmittedProgrammes()
  const groups = useMemo(() => {
    const submitted: Submitted[] = [
      ...(bulletins.data ?? []).map((bulletin) => ({ kind: 'bulletin' as const, bulletin })),
      ...(programmes.data ?? []).map((programme) => ({ kind: 'programme' as const, programme })),
    ]
    const reviewer = {
      name,
      grants,
      areas: areas ?? [],
      zones: zones ?? [],
      clusters: overview?.clusters ?? [],
    }
    return waitingFor(submitted, reviewer)
  }, [name, grants, areas, zones, overview, bulletins.data, programmes.data])
  return {
    groups,
    isPending: bulletins.isLoading || programmes.isLoading || !areas || !zones || !overview,
    // Where it was told once, what is on the page stays there; that the line is down is said above it.
    error: (bulletins.data ? null : bulletins.error) ?? (programmes.data ? null : programmes.error),
    refetch: () => {
      void bulletins.refetch()
      void programmes.refetch()
    },
  }
}

function useSubmittedBulletins() {
  return useQuery({
    queryKey: [...keys.bulletins(SUBMITTED), 'all'],
    queryFn: ({ signal }) => allOf<BulletinAnswer>('/bulletins', SUBMITTED, signal),
    enabled: useMaySomewhere('bulletin.review'),
  })
}

function useSubmittedProgrammes() {
  return useQuery({
    queryKey: [...keys.programmes(SUBMITTED), 'all'],
    queryFn: ({ signal }) => allOf<ProgrammeAnswer>('/programmes', SUBMITTED, signal),
    enabled: useMaySomewhere('programme.review'),
  })
}
