import type { AreaAnswer, LivePlace } from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAreas } from '../../api/queries.ts'
import '../../components/choice/choice.css'
import { EmptyState } from '../../components/page/empty-state.tsx'
import { ErrorState } from '../../components/page/error-state.tsx'
import { LoadingState } from '../../components/page/loading-state.tsx'
import { PageHeader } from '../../components/page/page-header.tsx'
import { ownCommune, ownPlaces } from '../../components/places/own-places.ts'
import '../../i18n/late/live-words.ts'
import { useMaySomewhere, useSession } from '../../session/session-context.ts'
import { After } from './ending/after.tsx'
import { LeaveGuard } from './ending/leave-guard.tsx'
import './live.css'
import { type LiveForm, liveHabits, NOWHERE, newForm } from './model/live-form.ts'
import { OnAir } from './on-air/on-air.tsx'
import { OthersOnAir } from './others/others-on-air.tsx'
import { SetupSheet } from './setup/setup-sheet.tsx'
import { StartProblem } from './setup/start-problem.tsx'
import { useBegin } from './setup/use-begin.ts'
import { useReach } from './setup/use-reach.ts'
import type { TapeName } from './sound/desk/desk-report.ts'
import { StudioContext, useNewStudio, useStudio, useStudioState } from './studio/studio-context.ts'

/** Nói trực tiếp: from a desk or a phone to the loudspeakers. */
export function LivePage() {
  const { t } = useTranslation('live')
  const areas = useAreas()
  const maySpeak = useMaySomewhere('live.speak')
  const { operatorId } = useSession()
  const [habits] = useState(() => liveHabits(localStorage, operatorId))
  const studio = useNewStudio(habits)
  if (!maySpeak)
    return (
      <>
        <PageHeader title={t('title')} />
        <EmptyState title={t('notAllowed')} />
        <OthersOnAir ownId={null} />
      </>
    )
  // Once they are known, a line that is gone for a while takes nobody off the air.
  if (!areas.data) {
    if (areas.isError) return <ErrorState cause={areas.error} onRetry={() => void areas.refetch()} />
    return <LoadingState />
  }
  return (
    <StudioContext value={studio}>
      <Live areas={areas.data} />
      <LeaveGuard />
    </StudioContext>
  )
}

function Live({ areas }: { areas: readonly AreaAnswer[] }) {
  const { t } = useTranslation('live')
  const { grants, operatorId } = useSession()
  const session = useStudioState((state) => state.session)
  const own = ownPlaces(areas, grants, 'live.speak')
  const [form, setForm] = useState<LiveForm>(() => {
    const commune = ownCommune(own, grants)
    const place: LivePlace = commune ? { ...NOWHERE, areas: [commune.areaId] } : NOWHERE
    return newForm(place, liveHabits(localStorage, operatorId))
  })
  const [playsUnheard, setPlaysUnheard] = useState(false)
  const isOver = session?.state === 'ended'
  const tape: TapeName | null = playsUnheard ? 'unheard' : form.way === 'record' ? 'recorded' : null
  return (
    <div className="tl-live-page" data-on-air={(session !== null && !isOver) || undefined}>
      <PageHeader title={t('title')} lead={session === null && t('lead')} />
      <OthersOnAir ownId={session?.sessionId ?? null} />
      {session === null && <SetupSheet own={own} form={form} onChange={setForm} />}
      {session && !isOver && <OnAir session={session} tape={tape} />}
      {session && isOver && <Ended form={form} onTape={setPlaysUnheard} />}
    </div>
  )
}

/** It is over; what was not heard of it may be played in a session of its own. */
function Ended({ form, onTape }: { form: LiveForm; onTape: (playsUnheard: boolean) => void }) {
  const studio = useStudio()
  const session = useStudioState((state) => state.session)
  const { problem, begin } = useBegin(form, useReach(form))
  if (!session) return null
  const again = () => {
    onTape(false)
    studio.forgetSession()
  }
  const playUnheard = () => {
    onTape(true)
    begin()
  }
  return (
    <After session={session} onAgain={again} onPlayUnheard={playUnheard}>
      <StartProblem problem={problem} onTakeOver={() => begin(true)} />
    </After>
  )
}
