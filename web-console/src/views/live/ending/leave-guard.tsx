import { Button, Group, Text } from '@mantine/core'
import { useBlocker } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { endLiveSession } from '../../../api/live-sessions.ts'
import { randomId } from '../../../api/random-id.ts'
import { Dialog } from '../../../components/dialogs/dialog.tsx'
import { useStudioState } from '../studio/studio-context.ts'

/** Nobody leaves the air, or loses a recording, by a slip: it is asked first. */
export function LeaveGuard() {
  const { t } = useTranslation('live')
  const sessionId = useStudioState(({ session }) =>
    session && session.state !== 'ended' ? session.sessionId : null,
  )
  const hasTape = useStudioState(({ report }) => (report?.recordedMs ?? 0) + (report?.unheardMs ?? 0) > 0)
  const isHeld = sessionId !== null || hasTape
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: () => isHeld,
    enableBeforeUnload: isHeld,
    withResolver: true,
  })
  if (status !== 'blocked') return null
  const leave = () => {
    if (sessionId !== null)
      // Where it does not arrive, the server ends it by itself once the microphone is gone.
      void endLiveSession(sessionId, { requestId: randomId('live-end') }, AbortSignal.timeout(8_000)).catch(
        () => undefined,
      )
    proceed()
  }
  return (
    <Dialog title={t('leave.go')} onClose={reset}>
      <Text mb="lg">{t(sessionId === null ? 'leave.recording' : 'leave.question')}</Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={leave}>
          {t('leave.go')}
        </Button>
        <Button onClick={reset} data-autofocus>
          {t('leave.stay')}
        </Button>
      </Group>
    </Dialog>
  )
}
