import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconPlayerStopFilled } from '@tabler/icons-react'
import type { Place } from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type OrderProgress, useOrder } from '../api/orders.ts'
import { useAreas } from '../api/queries.ts'
import { AnswerList } from '../components/answer-list.tsx'
import { areaLines } from '../components/area-tree.ts'
import { FormProblem } from '../components/form-problem.tsx'
import { PlacePicker } from '../components/place-picker.tsx'
import { useClusterCount } from './use-cluster-count.ts'

interface StopDialogProps {
  place: Place | null
  broadcastId: string | null
  onClose: () => void
}

/** Where to stop, one confirming press, then the answer of each cluster as it comes. */
export function StopDialog({ place: first, broadcastId, onClose }: StopDialogProps) {
  const { t } = useTranslation('shell')
  const { t: common } = useTranslation('common')
  const { data: areas = [] } = useAreas()
  const root = areaLines(areas)[0]?.area.areaId
  const [chosen, setChosen] = useState<Place | null | undefined>(first ?? undefined)
  const place = chosen === undefined ? (root ? { areaId: root } : null) : chosen
  const { progress, give } = useOrder()
  const isSent = progress.state === 'sending' || progress.state === 'done'
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('stop.title')}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <Stack>
        {!isSent && (
          <>
            <Text>{t('stop.text')}</Text>
            <PlacePicker key={root} value={place} onChange={setChosen} />
          </>
        )}
        <FormProblem cause={progress.cause} />
        {isSent && <StopProgress progress={progress} place={place} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {common(isSent ? 'close' : 'cancel')}
          </Button>
          {progress.state !== 'sending' && (
            <Button
              color="stop"
              leftSection={<IconPlayerStopFilled aria-hidden size={18} />}
              disabled={place === null}
              data-autofocus
              onClick={() => place && void give({ kind: 'stop', place, broadcastId })}
            >
              {t(progress.state === 'done' ? 'stop.again' : 'stop.confirm')}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  )
}

function StopProgress({ progress, place }: { progress: OrderProgress; place: Place | null }) {
  const { t } = useTranslation('shell')
  const total = useClusterCount(place)
  const unanswered = progress.lines.filter(({ outcome }) => outcome !== 'acknowledged').length
  return (
    <>
      {progress.state === 'sending' && <Text>{t('stop.sending')}</Text>}
      {progress.state === 'done' && unanswered === 0 && <Text>{t('stop.done')}</Text>}
      {progress.state === 'done' && unanswered > 0 && (
        <Alert color="amber" icon={<IconAlertTriangle aria-hidden />} role="alert">
          {t('stop.someSilent', { count: unanswered })}
        </Alert>
      )}
      <AnswerList lines={progress.lines} total={progress.state === 'done' ? progress.lines.length : total} />
    </>
  )
}
