import type { EmergencyAnswer } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { FactLine, PageSection } from '../../../components/page/page-section.tsx'
import { useSayPlan } from '../warning/use-say-plan.ts'

/** Who ordered it, who did it, why, where and what is said. */
export function FactsSection({ emergency }: { emergency: EmergencyAnswer }) {
  const { t } = useTranslation('emergency')
  const sayPlan = useSayPlan()
  const { raisedBy, commander, secondPerson, reason, areaNames, text, severity, traceId } = emergency
  return (
    <PageSection title={t('follow.facts')}>
      <dl style={{ margin: 0 }}>
        <FactLine name={t('follow.raisedBy')}>{raisedBy}</FactLine>
        <FactLine name={t('follow.commander')}>{commander}</FactLine>
        {secondPerson !== null && <FactLine name={t('follow.secondPerson')}>{secondPerson}</FactLine>}
        <FactLine name={t('follow.reason')}>{reason}</FactLine>
        <FactLine name={t('follow.where')}>{areaNames.join(', ')}</FactLine>
        <FactLine name={t('raise.level')}>{t(`severity.${severity}`)}</FactLine>
        {text !== '' && <FactLine name={t('follow.text')}>{text}</FactLine>}
        <FactLine name={t('follow.plan')}>{sayPlan(emergency.repeatPlan, emergency.expiresAt)}</FactLine>
        {traceId !== null && <FactLine name={t('follow.trace')}>{traceId}</FactLine>}
      </dl>
    </PageSection>
  )
}
