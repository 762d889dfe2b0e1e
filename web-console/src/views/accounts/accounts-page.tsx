import { Button, Stack } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { Operator } from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { keys } from '../../api/keys.ts'
import { allOf } from '../../api/queries.ts'
import { EmptyState } from '../../components/page/empty-state.tsx'
import { ErrorState } from '../../components/page/error-state.tsx'
import { LoadingState } from '../../components/page/loading-state.tsx'
import { PageHeader } from '../../components/page/page-header.tsx'
import { AccountDialog } from './account-dialog.tsx'
import { AccountLine } from './account-line.tsx'
import { type OneTimePassword, PasswordDialog } from './password-dialog.tsx'
import '../../i18n/late/accounts-words.ts'

/** Who may do what, and where. */
export function AccountsPage() {
  const { t } = useTranslation('accounts')
  const operators = useQuery({
    queryKey: keys.operators,
    queryFn: ({ signal }) => allOf<Operator>('/operators', {}, signal),
  })
  const [editing, setEditing] = useState<Operator | 'new' | null>(null)
  const [password, setPassword] = useState<OneTimePassword | null>(null)
  return (
    <>
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        action={
          <Button leftSection={<IconPlus aria-hidden size={18} />} onClick={() => setEditing('new')}>
            {t('add')}
          </Button>
        }
      />
      {operators.isPending && <LoadingState />}
      {operators.isError && <ErrorState cause={operators.error} onRetry={() => void operators.refetch()} />}
      {operators.data?.length === 0 && <EmptyState title={t('empty')} hint={t('emptyHint')} />}
      <Stack component="ul" gap="xs" p={0} m={0} style={{ listStyle: 'none' }}>
        {operators.data?.map((operator) => (
          <AccountLine
            key={operator.operatorId}
            operator={operator}
            onEdit={() => setEditing(operator)}
            onPassword={setPassword}
          />
        ))}
      </Stack>
      {editing && (
        <AccountDialog
          operator={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
          onPassword={setPassword}
        />
      )}
      {password && <PasswordDialog shown={password} onClose={() => setPassword(null)} />}
    </>
  )
}
