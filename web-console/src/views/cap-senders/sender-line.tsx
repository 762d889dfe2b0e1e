import { Group, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { CapPolicyRow, CapSender } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { useAreas } from '../../api/queries.ts'
import { ConfirmButton } from '../../components/dialogs/confirm-button.tsx'
import { LastSeen } from '../../components/last-seen.tsx'
import { toast, toastProblem } from '../../components/toast.ts'

/** One system: what it sends as, where it is heard, what it may do by itself, when it last sent. */
export function SenderLine({ sender }: { sender: CapSender }) {
  const { t } = useTranslation('capSenders')
  const client = useQueryClient()
  const { data: areas = [] } = useAreas()
  const { capSenderId, name, senders, areaIds, policies, lastSeenAt } = sender
  const removal = useMutation({
    mutationFn: () => api.remove(`/cap-senders/${capSenderId}`),
    onSuccess: () => toast(t('removed', { name })),
    onError: toastProblem,
    onSettled: () => client.invalidateQueries({ queryKey: keys.capSenders }),
  })
  const places = areaIds.map((id) => areas.find(({ areaId }) => areaId === id)?.name ?? id)
  return (
    <Group component="li" className="tl-surface" p="sm" justify="space-between" align="flex-start" gap="sm">
      <Stack gap={2} flex="1 1 16rem" miw={0}>
        <Text fw={600}>{name}</Text>
        <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {senders.join(', ')} · {places.join(', ')}
        </Text>
        {policies.length === 0 && <Text size="sm">{t('noPolicies')}</Text>}
        {policies.map((policy, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a policy have an order and nothing else
          <PolicyWords key={index} policy={policy} />
        ))}
        <LastSeen at={lastSeenAt} word={t('lastSeen')} neverWord={t('never')} />
      </Stack>
      <ConfirmButton
        size="sm"
        loading={removal.isPending}
        question={t('removeQuestion', { name })}
        onConfirm={() => removal.mutate()}
      >
        {t('removeNamed', { name })}
      </ConfirmButton>
    </Group>
  )
}

function PolicyWords({ policy }: { policy: CapPolicyRow }) {
  const { t } = useTranslation('capSenders')
  const { t: emergency } = useTranslation('emergency')
  const { statuses, severities, urgencies, soundsAs, decision } = policy
  return (
    <Text size="sm">
      {t('says', {
        statuses: statuses.map((status) => t(`statuses.${status}`)).join(', '),
        severities: severities.map((severity) => t(`severities.${severity}`)).join(', '),
        urgencies: urgencies.map((urgency) => t(`urgencies.${urgency}`)).join(', '),
        event: emergency(`event.${soundsAs}`),
        decision: t(`decisions.${decision}`),
      })}
    </Text>
  )
}
