import { useMediaQuery } from '@mantine/hooks'
import type { EmergencyPlace } from '@tieng-lang/protocol/browser'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { LoadingState } from '../../../components/page/loading-state.tsx'
import { PlaceChoice as Choice } from '../../../components/places/choice/place-choice.tsx'
import type { OwnPlaces } from '../../../components/places/own-places.ts'
import { usePlaceParts } from '../place-names.ts'

const WIDE = '(min-width: 62em)'
const DrawingMap = lazy(() =>
  import('../map/drawing-map.tsx').then(({ DrawingMap }) => ({ default: DrawingMap })),
)

interface PlaceChoiceProps {
  own: OwnPlaces
  place: EmergencyPlace
  onChange: (place: EmergencyPlace) => void
}

/** Where it is raised; on a wide screen also drawn on the map. */
export function PlaceChoice({ own, place, onChange }: PlaceChoiceProps) {
  const { t } = useTranslation('emergency')
  const parts = usePlaceParts()(place)
  const isWideScreen = useMediaQuery(WIDE, false, { getInitialValueInEffect: false })
  return (
    <Choice label={t('raise.where')} own={own} place={place} parts={parts} onChange={onChange}>
      {isWideScreen && (
        <details className="tl-folded">
          <summary>{t('place.map')}</summary>
          <Suspense fallback={<LoadingState lines={2} />}>
            <DrawingMap place={place} onChange={onChange} />
          </Suspense>
        </details>
      )}
    </Choice>
  )
}
