import { Alert, Button, Text } from '@mantine/core'
import { IconMoon } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { FormProblem } from '../../../components/dialogs/form-problem.tsx'
import { useMaySomewhere } from '../../../session/session-context.ts'
import { isRefused } from './use-start.ts'

/** Why it did not begin; in quiet hours also what is left to do. Who speaks there is asked about in a dialog. */
export function StartProblem({ problem }: { problem: unknown }) {
  const { t } = useTranslation('live')
  const mayRaise = useMaySomewhere('emergency.raise')
  if (isRefused(problem, 'voiceOnAir')) return null
  if (!isRefused(problem, 'quietHours')) return <FormProblem cause={problem} />
  return (
    <Alert color="amber" icon={<IconMoon aria-hidden />} title={t('start.quietTitle')} role="alert">
      <Text size="sm">{t('start.quietText')}</Text>
      {mayRaise && (
        <Button component={Link} to="/khan-cap" variant="default" mt="xs" mih={44}>
          {t('start.toEmergency')}
        </Button>
      )}
    </Alert>
  )
}
