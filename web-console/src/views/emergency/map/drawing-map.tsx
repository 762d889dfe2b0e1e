import { Button, Group, Stack, Text } from '@mantine/core'
import type { EmergencyPlace, Position } from '@tieng-lang/protocol/browser'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAreas, useClusters } from '../../../api/queries.ts'
import { useClusterMap } from './use-cluster-map.ts'

const CORNERS_MIN = 3
const CORNERS_MAX = 200

interface DrawingMapProps {
  place: EmergencyPlace
  onChange: (place: EmergencyPlace) => void
}

/** A polygon by one press a corner; every cluster inside it is reached. */
export function DrawingMap({ place, onChange }: DrawingMapProps) {
  const { t } = useTranslation('emergency')
  const { data: areas = [] } = useAreas()
  const { data: clusters = [] } = useClusters()
  const [points, setPoints] = useState<Position[]>([])
  const dots = useMemo(
    () =>
      clusters.flatMap(({ name, position }) =>
        position ? [{ position, label: name, color: 'var(--tl-health)', isHollow: false }] : [],
      ),
    [clusters],
  )
  const add = (position: Position) => setPoints((old) => [...old, position].slice(0, CORNERS_MAX))
  const { container, map } = useClusterMap({ clusters, areas, dots, onPress: add })
  useEffect(() => map?.showDrawn(place.polygons, points), [map, place.polygons, points])
  const finish = () => {
    onChange({ ...place, polygons: [...place.polygons, points] })
    setPoints([])
  }
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">
        {dots.length === 0 ? t('place.mapEmpty') : t('place.mapHint')}
      </Text>
      <div ref={container} className="tl-map" role="application" aria-label={t('place.mapLabel')} />
      <Group gap="xs">
        <Button disabled={points.length < CORNERS_MIN} onClick={finish}>
          {t('place.mapDone')}
        </Button>
        <Button
          variant="default"
          disabled={points.length === 0}
          onClick={() => setPoints(points.slice(0, -1))}
        >
          {t('place.mapUndo')}
        </Button>
      </Group>
    </Stack>
  )
}
