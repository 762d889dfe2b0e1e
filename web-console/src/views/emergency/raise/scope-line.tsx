import { Alert, Text } from '@mantine/core'
import { IconAlertTriangle, IconUsers } from '@tabler/icons-react'
import type { EmergencyScope } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { FormProblem } from '../../../components/dialogs/form-problem.tsx'

interface ScopeLineProps {
  scope: EmergencyScope | undefined
  problem: unknown
}

/** How many clusters it would reach, and what it takes where that is wide. */
export function ScopeLine({ scope, problem }: ScopeLineProps) {
  const { t } = useTranslation('emergency')
  if (problem) return <FormProblem cause={problem} />
  if (!scope) return <Text c="dimmed">{t('raise.scopeCounting')}</Text>
  const { clusterCount, withoutMessage, isWide } = scope
  return (
    <div role="status">
      <Text fw={500}>
        {clusterCount === 0 ? t('raise.scopeNone') : t('raise.scope', { count: clusterCount })}
      </Text>
      {withoutMessage > 0 && (
        <Text size="sm" c="var(--tl-fault)" style={{ display: 'flex', gap: 6 }}>
          <IconAlertTriangle aria-hidden size={18} style={{ flex: 'none', marginTop: 2 }} />
          {t('raise.withoutMessage', { count: withoutMessage })}
        </Text>
      )}
      {isWide && (
        <Alert color="gray" variant="light" mt="xs" icon={<IconUsers aria-hidden />}>
          {t('raise.wide')}
        </Alert>
      )}
    </div>
  )
}
