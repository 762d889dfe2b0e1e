import { Button, Stack } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { CapSender, NewCapSenderAnswer } from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { EmptyState } from '../../components/page/empty-state.tsx'
import { ErrorState } from '../../components/page/error-state.tsx'
import { LoadingState } from '../../components/page/loading-state.tsx'
import { PageHeader } from '../../components/page/page-header.tsx'
import { AddSenderDialog } from './add-sender-dialog.tsx'
import { SenderLine } from './sender-line.tsx'
import { TokenDialog } from './token-dialog.tsx'
import '../../i18n/late/cap-senders-words.ts'

/** Which other systems may send warnings, and what each may do by itself. */
export function CapSendersPage() {
  const { t } = useTranslation('capSenders')
  const senders = useQuery({
    queryKey: keys.capSenders,
    queryFn: ({ signal }) => api.get<CapSender[]>('/cap-senders', { signal }),
  })
  const [isAdding, setAdding] = useState(false)
  const [added, setAdded] = useState<NewCapSenderAnswer | null>(null)
  return (
    <>
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        action={
          <Button leftSection={<IconPlus aria-hidden size={18} />} onClick={() => setAdding(true)}>
            {t('add')}
          </Button>
        }
      />
      {senders.isPending && <LoadingState />}
      {senders.isError && <ErrorState cause={senders.error} onRetry={() => void senders.refetch()} />}
      {senders.data?.length === 0 && <EmptyState title={t('empty')} hint={t('emptyHint')} />}
      <Stack component="ul" gap="xs" p={0} m={0} style={{ listStyle: 'none' }}>
        {senders.data?.map((sender) => (
          <SenderLine key={sender.capSenderId} sender={sender} />
        ))}
      </Stack>
      {isAdding && <AddSenderDialog onClose={() => setAdding(false)} onAdded={setAdded} />}
      {added && <TokenDialog added={added} onClose={() => setAdded(null)} />}
    </>
  )
}
