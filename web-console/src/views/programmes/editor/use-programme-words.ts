import type { ProgrammeDefinition, Recurrence } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { useDateWords } from '../../../components/dates/use-date-words.ts'
import { useTimes } from '../../../i18n/use-times.ts'

const DATES_SHOWN = 6

/** A programme's rule as a sentence: "Hằng tuần T2, T4 lúc 05:30, 17:00". */
export function useProgrammeWords() {
  const { t } = useTranslation('programmes')
  const times = useTimes()
  const words = useDateWords()
  const recurrence = (rule: Recurrence): string => {
    switch (rule.kind) {
      case 'once':
        return times.instant(rule.at)
      case 'cron':
        return `cron ${rule.expression}`
      case 'daily':
        return t('say.daily', { times: rule.startTimes.join(', ') })
      case 'weekly':
        return t('say.weekly', {
          days: rule.weekdays.map(words.shortWeekday).join(', '),
          times: rule.startTimes.join(', '),
        })
      case 'dates': {
        const days = rule.dates.slice(0, DATES_SHOWN).map(words.shortDate).join(', ')
        const more = rule.dates.length > DATES_SHOWN ? '…' : ''
        return t('say.dates', { days: days + more, times: rule.startTimes.join(', ') })
      }
    }
  }
  const playlist = ({ playlist: items }: ProgrammeDefinition): string[] =>
    items.map((item) => {
      const title = 'relay' in item ? t('say.relay', { title: item.title }) : item.title
      return item.repeats > 1 ? t('say.repeated', { title, count: item.repeats }) : title
    })
  return { recurrence, playlist }
}
