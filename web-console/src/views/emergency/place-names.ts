import type { EmergencyPlace } from '@tieng-lang/protocol/browser'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { type PlacePart, usePlaceParts as useNamedParts } from '../../components/places/choice/place-parts.ts'

/** Splits a place into its named parts, what was drawn by hand among them. */
export function usePlaceParts(): (place: EmergencyPlace) => PlacePart<EmergencyPlace>[] {
  const { t } = useTranslation('emergency')
  const partsOf = useNamedParts()
  return useCallback(
    (place) => [
      ...partsOf(place),
      ...place.polygons.map((polygon, index) => ({
        key: `polygon ${index} ${polygon.length}`,
        name: t('place.polygon', { count: polygon.length }),
        without: { ...place, polygons: place.polygons.filter((each) => each !== polygon) },
      })),
    ],
    [partsOf, t],
  )
}
