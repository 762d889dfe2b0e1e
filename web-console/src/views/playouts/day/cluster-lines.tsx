import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { LocalDate, Outcome, Page, PlayoutLineAnswer } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { api } from '../../../api/client.ts'
import { keys } from '../../../api/keys.ts'
import { ErrorState } from '../../../components/page/error-state.tsx'
import { LoadingState } from '../../../components/page/loading-state.tsx'
import { PlayoutLine } from './playout-line.tsx'

const LINES_MAX = 500

interface ClusterLinesProps {
  query: { clusterId: string; date: LocalDate; outcome: Outcome | null }
  clusterName: string
}

/** Everything that a cluster was to play that day, as it went. */
export function ClusterLines({ query, clusterName }: ClusterLinesProps) {
  const { t } = useTranslation('playouts')
  const { data, error, isPending, refetch } = useQuery({
    queryKey: keys.playouts(query),
    queryFn: ({ signal }) =>
      api.get<Page<PlayoutLineAnswer>>('/playouts', { query: { ...query, count: LINES_MAX }, signal }),
  })
  if (isPending) return <LoadingState lines={2} />
  if (!data) return <ErrorState cause={error} onRetry={() => void refetch()} />
  return (
    <>
      <ol className="tl-log-lines" aria-label={t('linesOf', { name: clusterName })}>
        {data.items.map((line) => (
          <PlayoutLine key={line.occurrenceId} line={line} />
        ))}
      </ol>
      {data.items.length === 0 && (
        <Text p="sm" c="dimmed">
          {t('noLines')}
        </Text>
      )}
      {data.next !== null && (
        <Text p="sm" size="sm" c="dimmed">
          {t('linesMax', { count: data.items.length })}
        </Text>
      )}
    </>
  )
}
