import { Alert, List, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useMachineHealth } from '../api/queries.ts'
import { useMaySomewhere } from '../session/session-context.ts'
import { machineTroubles } from './machine-troubles.ts'

/** Tells administrators what is wrong with the server itself, and what to do; nothing while all is well. */
export function MachineBanner() {
  const { t } = useTranslation('shell')
  const isEnabled = useMaySomewhere('machine.look')
  const { data } = useMachineHealth({ isEnabled })
  const troubles = data ? machineTroubles(data) : []
  if (troubles.length === 0) return null
  return (
    <Alert
      color="amber"
      radius={0}
      mb="md"
      icon={<IconAlertTriangle aria-hidden />}
      title={t('machine.title')}
      role="status"
    >
      <List size="sm" listStyleType="none">
        {troubles.map(({ code, ...values }) => (
          <List.Item key={code}>
            <Text size="sm">{t(`machine.${code}`, values)}</Text>
          </List.Item>
        ))}
      </List>
    </Alert>
  )
}
