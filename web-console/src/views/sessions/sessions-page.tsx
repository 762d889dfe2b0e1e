import { Button, Group, Stack, Text, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { SessionLine } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { allOf } from '../../api/queries.ts'
import { EmptyState } from '../../components/page/empty-state.tsx'
import { ErrorState } from '../../components/page/error-state.tsx'
import { LoadingState } from '../../components/page/loading-state.tsx'
import { PageHeader } from '../../components/page/page-header.tsx'
import { Say } from '../../components/say.tsx'
import { StateBadge } from '../../components/state-badge.tsx'
import { toast, toastProblem } from '../../components/toast.ts'
import { ChangePasswordForm } from '../../session/change-password-form.tsx'
import { useMaySomewhere } from '../../session/session-context.ts'
import { deviceOf } from './device-of.ts'
import { PinSection } from './pin-form.tsx'
import '../../i18n/late/sessions-words.ts'

/** Where I am signed in, and my password. */
export function SessionsPage() {
  const { t } = useTranslation('sessions')
  const sessions = useQuery({
    queryKey: keys.sessions,
    queryFn: ({ signal }) => allOf<SessionLine>('/sessions', {}, signal),
  })
  const mayRaise = useMaySomewhere('emergency.raise')
  return (
    <>
      <PageHeader title={t('title')} />
      <Stack gap="xl">
        {mayRaise && <PinSection />}
        <section>
          <Title order={2} size="h4" mb={4}>
            {t('listTitle')}
          </Title>
          <Text c="dimmed" mb="sm">
            {t('listHint')}
          </Text>
          {sessions.isPending && <LoadingState lines={2} />}
          {sessions.isError && <ErrorState cause={sessions.error} onRetry={() => void sessions.refetch()} />}
          {sessions.data?.length === 0 && <EmptyState title={t('empty')} />}
          <Stack component="ul" gap="xs" p={0} m={0} style={{ listStyle: 'none' }}>
            {sessions.data?.map((session) => (
              <OneSession key={session.sessionId} session={session} />
            ))}
          </Stack>
        </section>
        <section>
          <Title order={2} size="h4" mb={4}>
            {t('passwordTitle')}
          </Title>
          <Text c="dimmed" mb="sm">
            {t('passwordHint')}
          </Text>
          <ChangePasswordForm />
        </section>
      </Stack>
    </>
  )
}

function OneSession({ session }: { session: SessionLine }) {
  const { t } = useTranslation('sessions')
  const client = useQueryClient()
  const { sessionId, userAgent, address, createdAt, lastSeenAt, isCurrent } = session
  const end = useMutation({
    mutationFn: () => api.remove(`/sessions/${sessionId}`),
    onSuccess: () => toast(t('ended')),
    onError: toastProblem,
    onSettled: () => client.invalidateQueries({ queryKey: keys.sessions }),
  })
  const device = deviceOf(userAgent)
  return (
    <Group component="li" className="tl-surface" p="sm" justify="space-between" gap="sm">
      <Stack gap={2}>
        <Group gap="sm">
          <Text fw={500}>{device ? t('browserOn', device) : t('unknownDevice')}</Text>
          {isCurrent && <StateBadge tone="good" label={t('current')} />}
        </Group>
        <Text size="sm" c="dimmed">
          {t('address', { address })} · {t('since')} <Say at={createdAt} /> · {t('lastSeen')}{' '}
          <Say at={lastSeenAt} as="ago" />
        </Text>
      </Stack>
      {!isCurrent && (
        <Button variant="default" size="sm" loading={end.isPending} onClick={() => end.mutate()}>
          {t('end')}
        </Button>
      )}
    </Group>
  )
}
