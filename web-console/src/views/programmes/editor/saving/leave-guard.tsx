import { Button, Group, Text } from '@mantine/core'
import { useBlocker } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../../../components/dialogs/dialog.tsx'

interface LeaveGuardProps {
  /** Asked at the moment of leaving. */
  hasUnsaved: () => boolean
  onForget: () => void
}

/** Whoever leaves with something unsaved is asked; closing the tab asks as browsers do. */
export function LeaveGuard({ hasUnsaved, onForget }: LeaveGuardProps) {
  const { t } = useTranslation('programmes')
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: hasUnsaved,
    enableBeforeUnload: hasUnsaved,
    withResolver: true,
  })
  if (status !== 'blocked') return null
  return (
    <Dialog onClose={reset} title={t('leave.title')}>
      <Text mb="lg">{t('leave.text')}</Text>
      <Group justify="flex-end">
        <Button
          variant="default"
          onClick={() => {
            onForget()
            proceed()
          }}
        >
          {t('leave.leave')}
        </Button>
        <Button onClick={reset} data-autofocus>
          {t('leave.stay')}
        </Button>
      </Group>
    </Dialog>
  )
}
