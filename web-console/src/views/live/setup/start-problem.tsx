import { Alert, Button, Text } from '@mantine/core'
import { IconMoon } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormProblem } from '../../../components/dialogs/form-problem.tsx'
import { useMaySomewhere } from '../../../session/session-context.ts'
import { TakeOverDialog } from './take-over-dialog.tsx'
import { isRefused } from './use-start.ts'

interface StartProblemProps {
  problem: unknown
  onTakeOver: () => void
}

/** Why it did not begin, and what is left to do: who speaks there is asked about once, quiet hours leave the emergency. */
export function StartProblem({ problem, onTakeOver }: StartProblemProps) {
  const [settled, setSettled] = useState<unknown>(null)
  if (isRefused(problem, 'quietHours')) return <QuietHours />
  if (!isRefused(problem, 'voiceOnAir')) return <FormProblem cause={problem} />
  if (problem === settled) return null
  const takeOver = () => {
    setSettled(problem)
    onTakeOver()
  }
  return <TakeOverDialog onTakeOver={takeOver} onClose={() => setSettled(problem)} />
}

function QuietHours() {
  const { t } = useTranslation('live')
  const mayRaise = useMaySomewhere('emergency.raise')
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
