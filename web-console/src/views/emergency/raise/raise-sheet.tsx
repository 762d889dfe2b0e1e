import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useEmergencyScope } from '../../../api/emergencies/emergency-queries.ts'
import { randomId } from '../../../api/random-id.ts'
import { HoldButton } from '../../../components/emergency/hold/hold-button.tsx'
import { isExercise } from '../../../components/emergency/status-look.tsx'
import type { OwnPlaces } from '../../../components/places/own-places.ts'
import { useNow } from '../../../components/use-now.ts'
import { useSession } from '../../../session/session-context.ts'
import { usePlaceParts } from '../place-names.ts'
import { ConfirmRaise } from './confirm-raise.tsx'
import { Details } from './details.tsx'
import { EventTiles } from './event-tiles.tsx'
import { KeptNotice } from './kept-notice.tsx'
import { forgetOrder, keptOrder } from './model/kept-order.ts'
import { isNowhere, type Order, orderOf, type RaiseForm } from './model/raise-form.ts'
import { NoPin } from './no-pin.tsx'
import { PlaceChoice } from './place-choice.tsx'
import { ScopeLine } from './scope-line.tsx'
import { StatusSwitch } from './status-switch.tsx'

interface RaiseSheetProps {
  own: OwnPlaces
  form: RaiseForm
  onChange: (form: RaiseForm) => void
}

/** The form from top to bottom, and the button that is held. What was held is what is sent, whatever comes between. */
export function RaiseSheet({ own, form, onChange }: RaiseSheetProps) {
  const { t } = useTranslation('emergency')
  const { hasPin } = useSession()
  const nowAt = useNow(20_000)
  const [held, setHeld] = useState<Order | null>(null)
  const [kept, setKept] = useState(() => keptOrder(sessionStorage, Date.now()))
  const { place, warning, status } = form
  // Any event tells how many clusters it is; which of them hold the message is known once it is chosen.
  const query = isNowhere(place) ? null : { place, event: warning.event ?? ('storm' as const) }
  const scope = useEmergencyScope(query)
  const onHeld = () => {
    const usualReason = warning.event === null ? '' : t(`usualReason.${warning.event}`)
    setHeld(orderOf(form, { requestId: randomId('emergency'), nowAt: Date.now(), usualReason }))
  }
  const close = () => {
    setHeld(null)
    setKept(keptOrder(sessionStorage, Date.now()))
  }
  const isReady = warning.event !== null && query !== null && form.commander.trim() !== ''
  return (
    <>
      {!hasPin && <NoPin />}
      {kept && !held && (
        <KeptNotice
          order={kept}
          onAgain={() => setHeld(kept)}
          onForget={() => {
            forgetOrder(sessionStorage)
            setKept(null)
          }}
        />
      )}
      <div className="tl-raise">
        <div className="tl-raise-part">
          <StatusSwitch value={status} onChange={(next) => onChange({ ...form, status: next })} />
          <EventTiles
            value={warning.event}
            onChange={(event) => onChange({ ...form, warning: { ...warning, event, severity: null } })}
          />
        </div>
        <div className="tl-raise-part">
          <PlaceChoice own={own} place={place} onChange={(next) => onChange({ ...form, place: next })} />
          {query && <ScopeLine scope={scope.data} problem={scope.data ? null : scope.error} />}
          <Details form={form} nowAt={nowAt} onChange={onChange} />
        </div>
        <div className="tl-raise-whole tl-hold-place">
          <HoldButton
            status={status}
            label={t(isExercise(status) ? 'raise.holdExercise' : 'raise.hold')}
            detail={<HoldDetail form={form} clusterCount={scope.data?.clusterCount} isReady={isReady} />}
            isDisabled={!isReady || !hasPin || scope.data?.clusterCount === 0}
            onHeld={onHeld}
          />
        </div>
      </div>
      {held && <ConfirmRaise order={held} scope={scope.data} onClose={close} />}
    </>
  )
}

interface HoldDetailProps {
  form: RaiseForm
  clusterCount: number | undefined
  isReady: boolean
}

/** What the button would do, in the button. */
function HoldDetail({ form: { warning, place }, clusterCount, isReady }: HoldDetailProps) {
  const { t } = useTranslation('emergency')
  const partsOf = usePlaceParts()
  if (!isReady || warning.event === null) return t('raise.chooseFirst')
  const where = partsOf(place)
    .map(({ name }) => name)
    .join(', ')
  const count =
    clusterCount === undefined ? '' : ` · ${t('clusterCount', { ns: 'common', count: clusterCount })}`
  return `${t(`event.${warning.event}`)} · ${where}${count}`
}
