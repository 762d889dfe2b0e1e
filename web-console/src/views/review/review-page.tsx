import { Stack, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useAreas } from '../../api/queries.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorState } from '../../components/error-state.tsx'
import { LoadingState } from '../../components/loading-state.tsx'
import { PageHeader } from '../../components/page-header.tsx'
import { decidableCount, type InboxGroup } from './inbox/inbox.ts'
import { InboxLine } from './inbox/inbox-line.tsx'
import { useInbox } from './inbox/use-inbox.ts'

/** What waits for the approver, area by area, to be decided one after another. */
export function ReviewPage() {
  const { t } = useTranslation('review')
  const inbox = useInbox()
  const count = decidableCount(inbox.groups)
  return (
    <Stack gap={0} maw={880}>
      <PageHeader title={t('title')} lead={inbox.isPending ? undefined : t('lead', { count })} />
      <InboxBody inbox={inbox} />
    </Stack>
  )
}

function InboxBody({ inbox }: { inbox: ReturnType<typeof useInbox> }) {
  const { t } = useTranslation('review')
  if (inbox.error) return <ErrorState cause={inbox.error} onRetry={inbox.refetch} />
  if (inbox.isPending) return <LoadingState />
  if (inbox.groups.length === 0) return <EmptyState title={t('empty')} hint={t('emptyHint')} />
  return (
    <Stack gap="lg">
      <Text size="sm" c="dimmed" visibleFrom="sm">
        {t('keys')}
      </Text>
      {inbox.groups.map((group) => (
        <Group key={group.areaId ?? ''} group={group} />
      ))}
    </Stack>
  )
}

function Group({ group: { areaId, items } }: { group: InboxGroup }) {
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
          <InboxLine key={item.inboxId} item={item} />
        ))}
      </Stack>
    </section>
  )
}
