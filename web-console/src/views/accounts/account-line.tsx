import { Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { NewOperatorAnswer, Operator } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { ConfirmButton } from '../../components/dialogs/confirm-button.tsx'
import { LastSeen } from '../../components/last-seen.tsx'
import { StateBadge } from '../../components/state-badge.tsx'
import { toastProblem } from '../../components/toast.ts'
import { useSession } from '../../session/session-context.ts'
import { GrantLines } from './account-facts.tsx'
import type { OneTimePassword } from './password-dialog.tsx'

interface AccountLineProps {
  operator: Operator
  onEdit: () => void
  onPassword: (password: OneTimePassword) => void
}

/** One account: who, what they may do where, when they were last here. */
export function AccountLine({ operator, onEdit, onPassword }: AccountLineProps) {
  const { t } = useTranslation('accounts')
  const { t: common } = useTranslation('common')
  const myself = useSession()
  const { operatorId, name, loginName, grants, lastSeenAt } = operator
  const isMe = myself.operatorId === operatorId
  return (
    <Group component="li" className="tl-surface" p="sm" justify="space-between" align="flex-start" gap="sm">
      <Stack gap={2} flex="1 1 16rem" miw={0}>
        <Group gap="sm">
          <Text fw={600}>{name}</Text>
          <Text c="dimmed" size="sm">
            {loginName}
            {isMe && ` (${t('self')})`}
          </Text>
          <AccountState operator={operator} />
        </Group>
        {grants.length === 0 && <Text size="sm">{t('noGrants')}</Text>}
        <GrantLines grants={grants} />
        <LastSeen at={lastSeenAt} word={t('lastSeen')} neverWord={t('never')} />
      </Stack>
      <Group gap="xs">
        <Button variant="default" size="sm" onClick={onEdit} aria-label={t('edit', { name })}>
          {common('edit')}
        </Button>
        {!isMe && <AccountActs operator={operator} onPassword={onPassword} />}
      </Group>
    </Group>
  )
}

function AccountState({ operator }: { operator: Operator }) {
  const { t } = useTranslation('accounts')
  if (operator.isDisabled) return <StateBadge tone="none" label={t('disabled')} />
  if (operator.mustChangePassword) return <StateBadge tone="waiting" label={t('mustChange')} />
  return <StateBadge tone="good" label={t('active')} />
}

/** Not offered on one's own account: nobody locks himself out by a slip. */
function AccountActs({ operator, onPassword }: Pick<AccountLineProps, 'operator' | 'onPassword'>) {
  const { t } = useTranslation('accounts')
  const client = useQueryClient()
  const { operatorId, isDisabled, version } = operator
  const path = `/operators/${operatorId}`
  const settled = {
    onError: toastProblem,
    onSettled: () => client.invalidateQueries({ queryKey: keys.operators }),
  }
  const setDisabled = useMutation({
    mutationFn: (wanted: boolean) => api.patch(path, { isDisabled: wanted }, { ifMatch: version }),
    ...settled,
  })
  const reset = useMutation({
    mutationFn: () => api.post<NewOperatorAnswer>(`${path}/password`, undefined, { ifMatch: version }),
    ...settled,
    onSuccess: (answer) => onPassword({ operator: answer.operator, password: answer.password }),
  })
  if (isDisabled)
    return (
      <Button
        variant="default"
        size="sm"
        loading={setDisabled.isPending}
        onClick={() => setDisabled.mutate(false)}
      >
        {t('enable')}
      </Button>
    )
  return (
    <>
      <ConfirmButton
        size="sm"
        loading={reset.isPending}
        question={t('resetQuestion')}
        onConfirm={() => reset.mutate()}
      >
        {t('resetPassword')}
      </ConfirmButton>
      <ConfirmButton
        size="sm"
        loading={setDisabled.isPending}
        question={t('disableQuestion')}
        onConfirm={() => setDisabled.mutate(true)}
      >
        {t('disable')}
      </ConfirmButton>
    </>
  )
}
