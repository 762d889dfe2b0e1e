import { Button, Group, Stack, Text } from '@mantine/core'
import { IconPlayerStopFilled } from '@tabler/icons-react'
import type { Place } from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useOrder } from '../../api/orders.ts'
import { Dialog } from '../../components/dialogs/dialog.tsx'
import { FormProblem } from '../../components/dialogs/form-problem.tsx'
import { useReturnFocus } from '../../components/orders/use-return-focus.ts'
import { StopProgress } from './stop-progress.tsx'
import { StopWhere } from './stop-where.tsx'
import { useStopPlaces } from './use-stop-places.ts'
import { WhatStops } from './what-stops.tsx'

interface StopDialogProps {
  place: Place | null
  broadcastId: string | null
  onClose: () => void
}

/** Where to stop and what that ends, one confirming press, then the answer of each cluster as it comes. */
export function StopDialog({ place: first, broadcastId, onClose }: StopDialogProps) {
  const { t } = useTranslation('shell')
  const { t: common } = useTranslation('common')
  const places = useStopPlaces()
  const [chosen, setChosen] = useState<Place | null | undefined>(first ?? undefined)
  const top = places[0] ? { areaId: places[0].areaId } : null
  const place = chosen === undefined ? top : chosen
  const { progress, give } = useOrder()
  useReturnFocus()
  const isSent = progress.state === 'sending' || progress.state === 'done'
  return (
    <Dialog onClose={onClose} title={t('stop.title')}>
      <Stack>
        {!isSent && (
          <>
            <WhatStops place={place} broadcastId={broadcastId} />
            <Text size="sm" c="dimmed">
              {t('stop.text')}
            </Text>
            <StopWhere places={places} place={place} onChange={setChosen} />
          </>
        )}
        <FormProblem cause={progress.cause} />
        {isSent && <StopProgress progress={progress} place={place} />}
        <Group justify="flex-end" className="tl-dialog-acts">
          <Button variant="default" mih={44} onClick={onClose}>
            {common(isSent ? 'close' : 'cancel')}
          </Button>
          {progress.state !== 'sending' && (
            <Button
              color="stop"
              mih={44}
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
    </Dialog>
  )
}
