import { Group, Text } from '@mantine/core'
import type { EmergencyScope } from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EventMark } from '../../../components/emergency/event-mark.tsx'
import { PinDialog } from '../../../components/emergency/pin/pin-dialog.tsx'
import { colorOf, isExercise } from '../../../components/emergency/status-look.tsx'
import { usePlaceParts } from '../place-names.ts'
import type { Order } from './model/raise-form.ts'
import { useRaise } from './use-raise.ts'
import { EMPTY_WIDE, isWideReady, WideFields, wideOf } from './wide-fields.tsx'

interface ConfirmRaiseProps {
  order: Order
  scope: EmergencyScope | undefined
  onClose: () => void
}

/** After the hold: what, where, real or not, once more in words; the PIN; and it sounds. */
export function ConfirmRaise({ order, scope, onClose }: ConfirmRaiseProps) {
  const { t } = useTranslation('emergency')
  const partsOf = usePlaceParts()
  const raise = useRaise()
  const [wide, setWide] = useState(EMPTY_WIDE)
  const { status, event, place } = order
  const isWide = scope?.isWide === true
  const asksSecond = isWide && !wide.isAlone
  const fire = t(isExercise(status) ? 'confirm.fireExercise' : 'confirm.fire')
  const where = partsOf(place)
    .map(({ name }) => name)
    .join(', ')
  return (
    <PinDialog
      title={t(isExercise(status) ? 'confirm.titleExercise' : 'confirm.title')}
      status={status}
      fields={isWide && <WideFields areaName={scope.areaName} value={wide} onChange={setWide} />}
      isReady={!isWide || isWideReady(wide)}
      go={asksSecond ? t('confirm.ask') : fire}
      goColor={colorOf(status)}
      sending={raise}
      onGo={(pin) => void raise.go({ ...order, ...(isWide && wideOf(wide)), pin })}
      onClose={onClose}
    >
      <Group gap="sm" wrap="nowrap">
        <EventMark event={event} sizePx={36} />
        <div style={{ minWidth: 0 }}>
          <Text fw={600} lh={1.3}>
            {t(`event.${event}`)}
          </Text>
          <Text size="sm" lh={1.4}>
            {t('confirm.at', { where })}
            {scope && ` · ${t('clusterCount', { ns: 'common', count: scope.clusterCount })}`}
          </Text>
        </div>
      </Group>
    </PinDialog>
  )
}
