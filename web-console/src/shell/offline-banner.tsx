import { Alert, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { keys } from '../api/keys.ts'
import { useIsConnected } from '../api/live/live-context.tsx'
import { useOverview } from '../api/queries.ts'
import { useTimes } from '../i18n/use-times.ts'
import { serverTroublesOf } from './server-troubles.ts'

/** Says what is wrong with the server, and how old what is shown is; nothing while all is well. */
export function OfflineBanner() {
  const { t } = useTranslation('shell')
  const isConnected = useIsConnected()
  const client = useQueryClient()
  const times = useTimes()
  const { data } = useOverview()
  const shownFromAt = client.getQueryState(keys.overview)?.dataUpdatedAt ?? 0
  return serverTroublesOf(isConnected, data).map((trouble) =>
    trouble === 'offline' ? (
      <Banner key={trouble} title={t('offline.title')}>
        {shownFromAt > 0 && t('offline.text', { time: times.instant(shownFromAt) })} {t('offline.retrying')}
      </Banner>
    ) : (
      <Banner key={trouble} title={t(trouble)} />
    ),
  )
}

function Banner({ title, children }: { title: string; children?: React.ReactNode }) {
  return (
    <Alert
      color="amber"
      radius={0}
      mb="md"
      icon={<IconAlertTriangle aria-hidden />}
      title={title}
      role="alert"
    >
      {children && <Text size="sm">{children}</Text>}
    </Alert>
  )
}
