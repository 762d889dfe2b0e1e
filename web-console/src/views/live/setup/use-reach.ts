import type { ClusterAnswer } from '@tieng-lang/protocol/browser'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useAreas, useClusters } from '../../../api/queries.ts'
import { useSession } from '../../../session/session-context.ts'
import { clustersIn } from '../model/clusters-in.ts'
import type { LiveForm } from '../model/live-form.ts'

/** Whom a form reaches. */
export interface Reach {
  /** Those of the place, also the ones that are to be silent. */
  clusters: ClusterAnswer[]
  soundingCount: number
  usualTitle: string
}

export function useReach({ place, silenced }: Pick<LiveForm, 'place' | 'silenced'>): Reach {
  const { t } = useTranslation('live')
  const { name } = useSession()
  const { data: areas } = useAreas()
  const { data: known } = useClusters()
  const clusters = useMemo(
    () => clustersIn(place, { areas: areas ?? [], clusters: known ?? [] }),
    [place, areas, known],
  )
  const soundingCount = clusters.filter(({ clusterId }) => !silenced.includes(clusterId)).length
  return { clusters, soundingCount, usualTitle: t('usualTitle', { name }) }
}
