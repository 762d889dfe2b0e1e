import { Button, Group } from '@mantine/core'
import { IconArrowBackUp, IconCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Decision } from './use-decision.ts'
import type { WaitingItem } from './waiting-items.ts'

interface DecisionButtonsProps {
  item: WaitingItem
  pending: Decision['kind'] | null
  onApprove: () => void
  onReturn: () => void
}

export function DecisionButtons({ item, pending, onApprove, onReturn }: DecisionButtonsProps) {
  const { t } = useTranslation('review')
  const { title } = item
  return (
    <Group gap="sm">
      {!item.isBarred && (
        <Button
          leftSection={<IconCheck aria-hidden size={18} />}
          loading={pending === 'approve'}
          aria-label={t('approveNamed', { title })}
          onClick={onApprove}
        >
          {t('approve')}
        </Button>
      )}
      <Button
        variant="default"
        leftSection={<IconArrowBackUp aria-hidden size={18} />}
        loading={pending === 'return'}
        aria-label={t('returnNamed', { title })}
        onClick={onReturn}
      >
        {t('return')}
      </Button>
    </Group>
  )
}
