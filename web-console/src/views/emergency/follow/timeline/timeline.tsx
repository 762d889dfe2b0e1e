import { Button, Text } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import type { EmergencyAnswer, EmergencyMoment } from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { urlOf } from '../../../../api/client.ts'
import { useClusterNames } from '../../../../components/orders/use-cluster-names.ts'
import { PageSection } from '../../../../components/page/page-section.tsx'
import { useTimes } from '../../../../i18n/use-times.ts'
import { useSayReason } from '../clusters/use-say-reason.ts'
import { sayTenths } from './say-moment.ts'

const SHOWN_FIRST = 12

/** What happened, the newest first, to the tenth of a second; the same as a file. */
export function Timeline({ emergency: { emergencyId, moments } }: { emergency: EmergencyAnswer }) {
  const { t } = useTranslation('emergency')
  const [isWhole, setIsWhole] = useState(false)
  const newest = moments.toReversed()
  const shown = isWhole ? newest : newest.slice(0, SHOWN_FIRST)
  return (
    <PageSection title={t('follow.timeline')}>
      {moments.length === 0 && <Text c="dimmed">{t('follow.timelineEmpty')}</Text>}
      <ol className="tl-plain-list" aria-label={t('follow.timeline')}>
        {shown.map((moment) => (
          <Moment key={`${moment.at} ${moment.kind} ${moment.clusterId} ${moment.by}`} moment={moment} />
        ))}
      </ol>
      {!isWhole && moments.length > SHOWN_FIRST && (
        <Button variant="subtle" mt="xs" onClick={() => setIsWhole(true)}>
          {t('follow.timelineMore', { count: moments.length })}
        </Button>
      )}
      <Button
        component="a"
        variant="default"
        mt="xs"
        fullWidth
        mih={44}
        href={urlOf(`/emergencies/${emergencyId}/timeline.csv`)}
        download
        leftSection={<IconDownload aria-hidden size={18} />}
      >
        {t('follow.export')}
      </Button>
    </PageSection>
  )
}

function Moment({ moment: { at, kind, by, clusterId, detail } }: { moment: EmergencyMoment }) {
  const { t } = useTranslation('emergency')
  const { timeZone, exactly } = useTimes(60_000)
  const nameOf = useClusterNames()
  const sayReason = useSayReason()
  const reason = typeof detail.reason === 'string' ? detail.reason : null
  const isCode = kind === 'refused' || kind === 'notReached' || kind === 'refusedToPerson'
  const name = clusterId === null ? '' : nameOf(clusterId)
  return (
    <li className="tl-moment">
      <time dateTime={new Date(at).toISOString()} title={exactly(at)}>
        {sayTenths(at, timeZone)}
      </time>
      <span>
        {t(`moment.${kind}`, { by: by ?? t('moment.system'), name })}
        {reason !== null && `: ${isCode ? sayReason(reason) : reason}`}
      </span>
    </li>
  )
}
