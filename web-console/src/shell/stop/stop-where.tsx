import { Button, Group, Text } from '@mantine/core'
import type { Place } from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PlacePicker } from '../../components/places/place-picker.tsx'
import type { StopPlace } from './stop-places.ts'

const SHOWN_MAX = 6

interface StopWhereProps {
  places: readonly StopPlace[]
  place: Place | null
  onChange: (place: Place | null) => void
}

/** The likely places as buttons; any other area, zone or cluster below. */
export function StopWhere({ places, place, onChange }: StopWhereProps) {
  const { t } = useTranslation('shell')
  const [pressCount, setPressCount] = useState(0)
  const press = (areaId: string) => {
    onChange({ areaId })
    setPressCount(pressCount + 1)
  }
  const isChosen = (areaId: string) => place !== null && 'areaId' in place && place.areaId === areaId
  return (
    <div>
      <Text fw={500} mb={4}>
        {t('stop.where')}
      </Text>
      {places.length > 1 && (
        <Group gap="xs" mb="sm">
          {places.slice(0, SHOWN_MAX).map(({ areaId, name }) => (
            <Button
              key={areaId}
              variant={isChosen(areaId) ? 'light' : 'default'}
              aria-pressed={isChosen(areaId)}
              mih={44}
              onClick={() => press(areaId)}
            >
              {name}
            </Button>
          ))}
        </Group>
      )}
      <PlacePicker key={`${places[0]?.areaId}${pressCount}`} value={place} onChange={onChange} />
    </div>
  )
}
