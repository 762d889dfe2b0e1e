import { Stack, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useAreas } from '../../api/queries.ts'
import { EmptyState } from '../../components/page/empty-state.tsx'
import { ErrorState } from '../../components/page/error-state.tsx'
import { LoadingState } from '../../components/page/loading-state.tsx'
import { PageHeader } from '../../components/page/page-header.tsx'
import { useWaiting } from './waiting/use-waiting.ts'
import { decidableCount, type WaitingGroup } from './waiting/waiting-items.ts'
import { WaitingLine } from './waiting/waiting-line.tsx'
import '../../i18n/late/bulletins-words.ts'
import '../../i18n/late/relays-words.ts'

/** What waits for the approver, area by area, to be decided one after another. */
export function ReviewPage() {
  const { t } = useTranslation('review')
  const waiting = useWaiting()
  const count = decidableCount(waiting.groups)
  return (
    <Stack gap={0} maw={880}>
      <PageHeader title={t('title')} lead={waiting.isPending ? undefined : t('lead', { count })} />
      <WaitingList waiting={waiting} />
    </Stack>
  )
}

function WaitingList({ waiting }: { waiting: ReturnType<typeof useWaiting> }) {
  const { t } = useTranslation('review')
  if (waiting.error) return <ErrorState cause={waiting.error} onRetry={waiting.refetch} />
  if (waiting.isPending) return <LoadingState />
  if (waiting.groups.length === 0) return <EmptyState title={t('empty')} hint={t('emptyHint')} />
  return (
    <Stack gap="lg">
      <Text size="sm" c="dimmed" visibleFrom="sm">
        {t('keys')}
      </Text>
      {waiting.groups.map((group) => (
        <Group key={group.areaId ?? ''} group={group} />
      ))}
    </Stack>
  )
}

function Group({ group: { areaId, items } }: { group: WaitingGroup }) {
  const { t } = useTranslation('review')
  const { data: areas = [] } = useAreas()
  const name = areas.find((area) => area.areaId === areaId)?.name ?? t('manyAreas')
  return (
    <section aria-label={name}>
      <Title order={2} size="h4" mb="xs">
        {name}{' '}
        <Text span size="sm" c="dimmed" fw={400}>
          {t('groupCount', { count: items.length })}
        </Text>
      </Title>
      <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
        {items.map((item) => (
          <WaitingLine key={item.waitingId} item={item} />
        ))}
      </Stack>
    </section>
  )
}
