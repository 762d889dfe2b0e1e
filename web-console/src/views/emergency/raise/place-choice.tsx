import { Button, Group, Stack, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconMapPin } from '@tabler/icons-react'
import type { EmergencyPlace, Place } from '@tieng-lang/protocol/browser'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LoadingState } from '../../../components/page/loading-state.tsx'
import { PlacePicker } from '../../../components/places/place-picker.tsx'
import { RemovablePill } from '../../../components/removable-pill.tsx'
import { usePlaceParts } from '../place-names.ts'
import type { OwnPlaces } from './model/own-places.ts'

const SHOWN_MAX = 8
const WIDE = '(min-width: 62em)'
const DrawingMap = lazy(() =>
  import('../map/drawing-map.tsx').then(({ DrawingMap }) => ({ default: DrawingMap })),
)

interface PlaceChoiceProps {
  own: OwnPlaces
  place: EmergencyPlace
  onChange: (place: EmergencyPlace) => void
}

/** Where: the own communes as large buttons, anything else below; on a wide screen also drawn on the map. */
export function PlaceChoice({ own, place, onChange }: PlaceChoiceProps) {
  const { t } = useTranslation('emergency')
  const isWideScreen = useMediaQuery(WIDE, false, { getInitialValueInEffect: false })
  const choices = [...own.communes, ...own.tops].slice(0, SHOWN_MAX)
  const turn = (areaId: string) => onChange({ ...place, areas: turned(place.areas, areaId) })
  return (
    <fieldset className="tl-choice">
      <legend>{t('raise.where')}</legend>
      <Stack gap="xs">
        <Group gap="xs">
          {choices.map(({ areaId, name }) => (
            <Button
              key={areaId}
              variant={place.areas.includes(areaId) ? 'light' : 'default'}
              aria-pressed={place.areas.includes(areaId)}
              mih={48}
              leftSection={<IconMapPin aria-hidden size={18} />}
              onClick={() => turn(areaId)}
            >
              {name}
            </Button>
          ))}
        </Group>
        <Chosen place={place} onChange={onChange} shown={choices.map(({ areaId }) => areaId)} />
        <details className="tl-folded">
          <summary>{t('place.more')}</summary>
          <Elsewhere place={place} onChange={onChange} />
        </details>
        {isWideScreen && (
          <details className="tl-folded">
            <summary>{t('place.map')}</summary>
            <Suspense fallback={<LoadingState lines={2} />}>
              <DrawingMap place={place} onChange={onChange} />
            </Suspense>
          </details>
        )}
      </Stack>
    </fieldset>
  )
}

/** What no button above shows: each can be taken away again. */
function Chosen({ place, onChange, shown }: Omit<PlaceChoiceProps, 'own'> & { shown: string[] }) {
  const { t } = useTranslation('emergency')
  const partsOf = usePlaceParts()
  const all = partsOf(place)
  if (all.length === 0) return <Text c="dimmed">{t('place.none')}</Text>
  const parts = all.filter(({ key }) => !shown.some((areaId) => key === `areas ${areaId}`))
  return (
    <Group gap={6}>
      {parts.map(({ key, name, without }) => (
        <RemovablePill
          key={key}
          size="lg"
          removeLabel={t('place.remove', { name })}
          onRemove={() => onChange(without)}
        >
          {name}
        </RemovablePill>
      ))}
    </Group>
  )
}

/** Each choice is added; the field is empty again for the next. */
function Elsewhere({ place, onChange }: Omit<PlaceChoiceProps, 'own'>) {
  const [count, setCount] = useState(0)
  const add = (chosen: Place | null) => {
    if (!chosen) return
    onChange(withPlace(place, chosen))
    setCount(count + 1)
  }
  return <PlacePicker key={count} value={null} onChange={add} />
}

function withPlace(place: EmergencyPlace, chosen: Place): EmergencyPlace {
  if ('areaId' in chosen) return { ...place, areas: withOne(place.areas, chosen.areaId) }
  if ('zoneId' in chosen) return { ...place, zones: withOne(place.zones, chosen.zoneId) }
  return { ...place, clusters: withOne(place.clusters, chosen.clusterId) }
}

function withOne(ids: readonly string[], id: string): string[] {
  return ids.includes(id) ? [...ids] : [...ids, id]
}

function turned(ids: readonly string[], id: string): string[] {
  return ids.includes(id) ? ids.filter((each) => each !== id) : [...ids, id]
}
