import { Anchor, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ClusterId, Page, PlayoutLineAnswer } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { useFreshPlayouts } from '../../api/live/use-fresh-playouts.ts'
import { OutcomeBadge, useProofWords } from '../../components/cluster-state/outcome-words.tsx'
import { ErrorState } from '../../components/page/error-state.tsx'
import { LoadingState } from '../../components/page/loading-state.tsx'
import { PageSection } from '../../components/page/page-section.tsx'
import { RelayMark } from '../../components/relay/relay-mark.tsx'
import { Say } from '../../components/say.tsx'

const SHOWN = 10

/** The latest lines of its log. */
export function LastSection({ clusterId }: { clusterId: ClusterId }) {
  const { t } = useTranslation('cluster')
  const query = { clusterId, count: SHOWN }
  useFreshPlayouts()
  const { data, error, isPending, refetch } = useQuery({
    queryKey: keys.playouts(query),
    queryFn: ({ signal }) => api.get<Page<PlayoutLineAnswer>>('/playouts', { query, signal }),
  })
  return (
    <PageSection
      title={t('last.title')}
      note={<Anchor renderRoot={(props) => <Link to="/nhat-ky-phat" {...props} />}>{t('last.all')}</Anchor>}
    >
      {isPending && <LoadingState lines={2} />}
      {error && !data && <ErrorState cause={error} onRetry={() => void refetch()} />}
      {data?.items.length === 0 && <Text c="dimmed">{t('last.empty')}</Text>}
      <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
        {data?.items.map((line) => (
          <LastLine key={line.occurrenceId} line={line} />
        ))}
      </Stack>
    </PageSection>
  )
}

function LastLine({ line }: { line: PlayoutLineAnswer }) {
  const proof = useProofWords()
  return (
    <li>
      <Group justify="space-between" gap="0 0.75rem" wrap="nowrap" align="flex-start">
        <Text size="sm" fw={500}>
          {line.isRelay && <RelayMark />}
          {line.title}
        </Text>
        <Text size="sm" c="dimmed" style={{ flex: 'none' }}>
          <Say at={line.startedAt ?? line.dueAt} />
        </Text>
      </Group>
      <Group gap="0 0.5rem">
        <OutcomeBadge line={line} />
        <Text size="sm" c="dimmed">
          {proof(line)}
        </Text>
      </Group>
    </li>
  )
}
