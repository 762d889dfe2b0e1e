import { Text } from '@mantine/core'
import type { ClusterState } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { PlayingProgress } from '../../../components/cluster-state/playing-progress.tsx'
import { RelayMark } from '../../../components/relay/relay-mark.tsx'
import { Say } from '../../../components/say.tsx'

/** What sounds with its progress; then what comes next. */
export function RowDoing({ state: { playing, next, isConnected } }: { state: ClusterState }) {
  const { t } = useTranslation('overview')
  return (
    <>
      {playing && isConnected && (
        <>
          <Text size="sm" fw={500}>
            {playing.isRelay && <RelayMark />}
            {playing.title}
          </Text>
          <PlayingProgress playing={playing} />
        </>
      )}
      <Text size="sm" c={next ? 'inherit' : 'dimmed'}>
        {next ? (
          <>
            <Text span inherit c="dimmed">
              {t('row.next')}:
            </Text>{' '}
            <Say at={next.dueAt} /> · {next.isRelay && <RelayMark />}
            {next.title}
          </>
        ) : (
          t('row.nothingNext')
        )}
      </Text>
    </>
  )
}
