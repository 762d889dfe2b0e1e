import { Alert, Button, Group, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { ExerciseWord } from '../../../components/emergency/status-look.tsx'
import { usePlaceParts } from '../place-names.ts'
import type { Order } from './model/raise-form.ts'

interface KeptNoticeProps {
  order: Order
  onAgain: () => void
  onForget: () => void
}

/** An order of before of which nobody knows whether it arrived. */
export function KeptNotice({ order, onAgain, onForget }: KeptNoticeProps) {
  const { t } = useTranslation('emergency')
  const partsOf = usePlaceParts()
  const where = partsOf(order.place)
    .map(({ name }) => name)
    .join(', ')
  return (
    <Alert color="amber" mb="md" icon={<IconAlertTriangle aria-hidden />} title={t('raise.keptTitle')}>
      <Text size="sm" mb="xs">
        <ExerciseWord status={order.status} />{' '}
        {t('raise.keptText', { event: t(`event.${order.event}`), where })}
      </Text>
      <Group gap="xs">
        <Button color={order.status === 'Actual' ? 'stop' : 'exercise'} onClick={onAgain}>
          {t('raise.keptAgain')}
        </Button>
        <Button variant="default" onClick={onForget}>
          {t('raise.keptForget')}
        </Button>
      </Group>
    </Alert>
  )
}
