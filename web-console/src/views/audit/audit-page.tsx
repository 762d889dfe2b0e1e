import { Button, Group, Select, Stack } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { AreaId, AuditEntry, Page } from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { EmptyState } from '../../components/page/empty-state.tsx'
import { ErrorState } from '../../components/page/error-state.tsx'
import { LoadingState } from '../../components/page/loading-state.tsx'
import { PageHeader } from '../../components/page/page-header.tsx'
import { AreaPicker } from '../../components/places/area-picker.tsx'
import { ACTS } from './acts.ts'
import { AuditLine } from './audit-line.tsx'
import '../../i18n/late/audit-words.ts'

/** Who did what, newest first. */
export function AuditPage() {
  const { t } = useTranslation('audit')
  const { t: common } = useTranslation('common')
  const [areaId, setAreaId] = useState<AreaId | null>(null)
  const [act, setAct] = useState<string | null>(null)
  const query = { areaId, act }
  const log = useInfiniteQuery({
    queryKey: keys.auditEntries(query),
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<AuditEntry>>('/audit-entries', { query: { ...query, before: pageParam }, signal }),
    getNextPageParam: ({ next }) => next,
  })
  const entries = log.data?.pages.flatMap(({ items }) => items) ?? []
  const isFiltered = areaId !== null || act !== null
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      <Group mb="md" align="flex-end">
        <AreaPicker
          label={t('area')}
          placeholder={common('pick.everywhere')}
          value={areaId}
          onChange={setAreaId}
          clearable
          flex="1 1 14rem"
        />
        <Select
          label={t('kind')}
          placeholder={t('everyKind')}
          data={ACTS.map((name) => ({ value: name, label: t(`act.${name}`) }))}
          value={act}
          onChange={setAct}
          clearable
          searchable
          flex="1 1 14rem"
        />
      </Group>
      {log.isPending && <LoadingState />}
      {log.isError && <ErrorState cause={log.error} onRetry={() => void log.refetch()} />}
      {log.isSuccess && entries.length === 0 && (
        <EmptyState title={t('empty')} {...(isFiltered && { hint: t('emptyHint') })} />
      )}
      <Stack component="ul" gap={0} p={0} m={0} style={{ listStyle: 'none' }} className="tl-surface">
        {entries.map((entry) => (
          <AuditLine key={entry.auditId} entry={entry} />
        ))}
      </Stack>
      {log.hasNextPage && (
        <Group justify="center" mt="md">
          <Button variant="default" loading={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
            {common('more')}
          </Button>
        </Group>
      )}
    </>
  )
}
