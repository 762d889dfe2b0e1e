import { Alert, Anchor, Stack } from '@mantine/core'
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react'
import { Link, useParams } from '@tanstack/react-router'
import type { EmergencyAnswer } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { isOpen, useEmergency } from '../../../api/emergencies/emergency-queries.ts'
import { useAreas } from '../../../api/queries.ts'
import { isExercise, useEmergencyTitle } from '../../../components/emergency/status-look.tsx'
import { ErrorState } from '../../../components/page/error-state.tsx'
import { LoadingState } from '../../../components/page/loading-state.tsx'
import { PageHeader } from '../../../components/page/page-header.tsx'
import '../emergency.css'
import { WhoHeard } from './clusters/who-heard.tsx'
import { EndActs } from './ending/end-acts.tsx'
import { ScoreSection } from './exercise-score.tsx'
import './follow.css'
import { FactsSection } from './facts-section.tsx'
import { SecondPerson } from './second-person.tsx'
import { StateBand } from './state-band.tsx'
import '../../../i18n/late/emergency-words.ts'
import { Timeline } from './timeline/timeline.tsx'
import '../../../i18n/late/bulletins-words.ts'

/** One emergency from its request to its end: who heard it, what happened, and the ways to end it. */
export function FollowPage() {
  const { emergencyId } = useParams({ from: '/khan-cap/$emergencyId' })
  const { t } = useTranslation('emergency')
  const emergency = useEmergency(emergencyId)
  if (emergency.data) return <Follow emergency={emergency.data} />
  if (emergency.isError)
    return (
      <>
        <PageHeader title={t('title')} />
        <ErrorState cause={emergency.error} onRetry={() => void emergency.refetch()} />
      </>
    )
  return <LoadingState />
}

function Follow({ emergency }: { emergency: EmergencyAnswer }) {
  const { t } = useTranslation('emergency')
  const titleOf = useEmergencyTitle()
  const isOver = !isOpen(emergency) && emergency.state !== 'lapsed'
  return (
    <Stack gap="md">
      <div>
        <PageHeader
          title={titleOf(emergency)}
          action={
            <Anchor component={Link} to="/khan-cap" size="sm">
              {t('follow.back')}
            </Anchor>
          }
        />
        <StateBand emergency={emergency} />
        <Troubles emergency={emergency} />
      </div>
      {emergency.state === 'awaiting' && <SecondPerson emergency={emergency} />}
      {(emergency.may.end || emergency.may.update) && <EndActs emergency={emergency} />}
      {isOver && isExercise(emergency.status) && <ScoreSection emergencyId={emergency.emergencyId} />}
      <div className="tl-follow">
        <WhoHeard emergency={emergency} />
        <Stack gap="md">
          <FactsSection emergency={emergency} />
          <Timeline emergency={emergency} />
        </Stack>
      </div>
    </Stack>
  )
}

/** Where it could not be sent to yet, and how far the typed words are. */
function Troubles({ emergency }: { emergency: EmergencyAnswer }) {
  const { t } = useTranslation('emergency')
  const { data: areas } = useAreas()
  const { unpublishedAreas, speech, state } = emergency
  const nameOf = (id: string) => areas?.find(({ areaId }) => areaId === id)?.name ?? id
  return (
    <Stack gap="xs">
      {unpublishedAreas.length > 0 && state === 'active' && (
        <Alert color="amber" role="alert" icon={<IconAlertTriangle aria-hidden />}>
          {t('follow.unpublished', {
            count: unpublishedAreas.length,
            names: unpublishedAreas.map(nameOf).join(', '),
          })}
        </Alert>
      )}
      {speech !== 'none' && state === 'active' && (
        <Alert color={speech === 'failed' ? 'amber' : 'gray'} icon={<IconInfoCircle aria-hidden />}>
          {t(`follow.speech.${speech}`)}
        </Alert>
      )}
    </Stack>
  )
}
