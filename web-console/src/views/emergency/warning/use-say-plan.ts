import type { RepeatPlan } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { useTimes } from '../../../i18n/use-times.ts'

const MINUTE_S = 60

/** "ngay bây giờ, 2 lần nữa cách 5 phút, rồi cứ 30 phút một lần, đến 19:20" */
export function useSayPlan() {
  const { t } = useTranslation('emergency')
  const times = useTimes()
  return ({ soonTimes, soonEveryS, thenEveryS }: RepeatPlan, expiresAt: number) =>
    [
      t('raise.planNow'),
      soonTimes > 0 && t('raise.planSoon', { count: soonTimes, minutes: soonEveryS / MINUTE_S }),
      thenEveryS !== null && t('raise.planThen', { minutes: thenEveryS / MINUTE_S }),
      t('raise.planUntil', { time: times.instant(expiresAt) }),
    ]
      .filter(Boolean)
      .join(', ')
}
