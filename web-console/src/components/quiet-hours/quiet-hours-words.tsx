import type { QuietHours, QuietWindow } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { isQuietEmpty, quietWindowParts } from './quiet-window-parts.ts'

const WEEKDAYS = ['0', '1', '2', '3', '4', '5', '6'] as const

/** Quiet hours and session limits, a line each. */
export function QuietHoursWords({ quietHours }: { quietHours: QuietHours }) {
  const { t } = useTranslation('cluster')
  const { windows, sessionMinutesMax, sessionsPerDayMax } = quietHours
  if (isQuietEmpty(quietHours)) return <>{t('settings.quietNone')}</>
  return (
    <>
      {windows.map((window) => (
        <span key={JSON.stringify(window)} style={{ display: 'block' }}>
          <WindowWords window={window} />
        </span>
      ))}
      {sessionMinutesMax !== undefined && (
        <span style={{ display: 'block' }}>{t('settings.sessionMax', { count: sessionMinutesMax })}</span>
      )}
      {sessionsPerDayMax !== undefined && (
        <span style={{ display: 'block' }}>{t('settings.sessionsMax', { count: sessionsPerDayMax })}</span>
      )}
    </>
  )
}

function WindowWords({ window }: { window: QuietWindow }) {
  const { t } = useTranslation('cluster')
  const { isAllDay, hours, days, season } = quietWindowParts(window)
  const dayWords = days.map((day) => t(`weekday.${WEEKDAYS[day] ?? '0'}`)).join(', ')
  const parts = [
    isAllDay ? t('settings.quietAllDay') : hours,
    dayWords,
    season && t('settings.quietSeason', season),
  ]
  return <>{parts.filter(Boolean).join(' · ')}</>
}
