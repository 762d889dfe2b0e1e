import { useTranslation } from 'react-i18next'
import { useNow } from '../components/use-now.ts'
import { useSession } from '../session/session-context.ts'
import { sayAgo, sayDuration, sayExactly, sayInstant, sayRemaining, sayTimeOfDay } from './say-time.ts'

/** Times as people say them, in the session's zone and language; goes on by itself every `everyMs`. */
export function useTimes(everyMs = 20_000) {
  const { t } = useTranslation('times')
  const { timeZone } = useSession()
  const nowAt = useNow(everyMs)
  const options = { nowAt, timeZone }
  return {
    nowAt,
    timeZone,
    instant: (at: number) => sayInstant(t, at, options),
    exactly: (at: number) => sayExactly(at, timeZone),
    timeOfDay: (at: number) => sayTimeOfDay(at, timeZone),
    remaining: (endsAt: number) => sayRemaining(t, endsAt - nowAt),
    ago: (at: number) => sayAgo(t, at, options),
    duration: (durationMs: number) => sayDuration(t, durationMs),
  }
}
