import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAreas } from '../../../api/queries.ts'
import { ExerciseWord, isExercise } from '../../../components/emergency/status-look.tsx'
import { EmptyState } from '../../../components/page/empty-state.tsx'
import { ErrorState } from '../../../components/page/error-state.tsx'
import { LoadingState } from '../../../components/page/loading-state.tsx'
import { PageHeader } from '../../../components/page/page-header.tsx'
import { ownCommune, ownPlaces } from '../../../components/places/own-places.ts'
import { useMaySomewhere, useSession } from '../../../session/session-context.ts'
import '../emergency.css'
import { WaitingMessages } from '../inbox/waiting-messages.tsx'
import { lastCommander } from './model/commander.ts'
import { NOWHERE, newForm, type RaiseForm } from './model/raise-form.ts'
import { RaiseSheet } from './raise-sheet.tsx'
import { RecentList } from './recent-list.tsx'
import '../../../i18n/late/emergency-words.ts'
import '../../../i18n/late/bulletins-words.ts'

/** What, where, hold, PIN: an emergency in one touch. */
export function RaisePage() {
  const { t } = useTranslation('emergency')
  const areas = useAreas()
  const mayRaise = useMaySomewhere('emergency.raise')
  if (!mayRaise)
    return (
      <>
        <PageHeader title={t('title')} />
        <EmptyState title={t('raise.notAllowed')} />
        <RecentList />
      </>
    )
  if (areas.isError) return <ErrorState cause={areas.error} onRetry={() => void areas.refetch()} />
  if (!areas.data) return <LoadingState />
  return <Raise areas={areas.data} />
}

function Raise({ areas }: { areas: NonNullable<ReturnType<typeof useAreas>['data']> }) {
  const { t } = useTranslation('emergency')
  const { grants, operatorId, name } = useSession()
  const own = ownPlaces(areas, grants, 'emergency.raise')
  const [form, setForm] = useState<RaiseForm>(() => {
    const commune = ownCommune(own, grants)
    const place = commune ? { ...NOWHERE, areas: [commune.areaId] } : NOWHERE
    return newForm(place, lastCommander(operatorId, name))
  })
  const isPractice = isExercise(form.status)
  return (
    <>
      {isPractice && (
        <div className="tl-emergency-band tl-exercise-frame tl-exercise-stripes">
          <ExerciseWord status={form.status} /> {t('raise.exerciseHint')}
        </div>
      )}
      <PageHeader
        title={isPractice ? `${t('exerciseWord')}: ${t('title')}` : t('title')}
        lead={t('raise.lead')}
      />
      <WaitingMessages />
      <RaiseSheet own={own} form={form} onChange={setForm} />
      <RecentList />
      <Anchor component={Link} to="/loi-khan-cap" py="sm" display="inline-block">
        {t('raise.messages')}
      </Anchor>
    </>
  )
}
