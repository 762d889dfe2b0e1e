import { Alert, Button, Group, Skeleton, Stack, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Order, OrderProgress, PlainCommand } from '../../api/orders.ts'
import { Dialog } from '../dialogs/dialog.tsx'
import { FormProblem } from '../dialogs/form-problem.tsx'
import type { AskedCommand, AskOrder } from './asked-order.ts'
import { OrderAnswers } from './order-answers.tsx'
import { useReturnFocus } from './use-return-focus.ts'

interface OrderDialogProps {
  asked: AskedCommand
  progress: OrderProgress
  give: (order: Order) => Promise<void>
  ask: AskOrder
  onClose: () => void
}

/** A slider and a number field, which no page needs before somebody asks for the volume. */
const VolumeField = lazy(async () => ({ default: (await import('./volume-field.tsx')).VolumeField }))

const VOLUME_PERCENT_UNKNOWN = 60

/** What will happen and whether it can be undone; then the answer of each cluster. */
export function OrderDialog({ asked, progress, give, ask, onClose }: OrderDialogProps) {
  const { t } = useTranslation('overview')
  const { t: common } = useTranslation('common')
  const [percent, setPercent] = useState(asked.volumePercent ?? VOLUME_PERCENT_UNKNOWN)
  useReturnFocus()
  const { act, place, name } = asked
  const body = commandOf(act, percent)
  const isSent = progress.state === 'sending' || progress.state === 'done'
  const send = () => void give({ kind: 'command', place, body })
  return (
    <Dialog onClose={onClose} title={t(`order.${act}.title`, { name })}>
      <Stack>
        <Text>{t(`order.${act}.text`)}</Text>
        {act === 'volume' && !isSent && (
          <Suspense fallback={<Skeleton height={120} />}>
            <VolumeField percent={percent} onChange={setPercent} isKnown={asked.volumePercent !== null} />
          </Suspense>
        )}
        <FormProblem cause={progress.cause} />
        {isSent && <OrderAnswers progress={progress} place={place} />}
        {progress.state === 'done' && <Unanswered progress={progress} />}
        <Group justify="flex-end" className="tl-dialog-acts">
          <Button variant="default" onClick={onClose}>
            {common(isSent ? 'close' : 'cancel')}
          </Button>
          {act === 'pause' && progress.state === 'done' && (
            <Button variant="default" onClick={() => ask({ ...asked, act: 'resume' })}>
              {t('order.resume.act')}
            </Button>
          )}
          {(!isSent || hasUnanswered(progress)) && (
            <Button onClick={send} data-autofocus>
              {t(isSent ? 'order.again' : `order.${act}.act`)}
            </Button>
          )}
        </Group>
      </Stack>
    </Dialog>
  )
}

function commandOf(act: AskedCommand['act'], percent: number): PlainCommand {
  return act === 'volume' ? { name: 'volume', percent } : { name: act }
}

function hasUnanswered({ state, lines }: OrderProgress): boolean {
  return state === 'done' && lines.some(({ outcome }) => outcome !== 'acknowledged')
}

function Unanswered({ progress }: { progress: OrderProgress }) {
  const { t } = useTranslation('overview')
  if (!hasUnanswered(progress)) return null
  return (
    <Alert color="amber" icon={<IconAlertTriangle aria-hidden />} role="alert">
      {t('order.someSilent', {
        count: progress.lines.filter(({ outcome }) => outcome !== 'acknowledged').length,
      })}
    </Alert>
  )
}
