import type { EnglishOf } from '../english-of.ts'
import type { times as vi } from '../vi/times.ts'

export const times: EnglishOf<typeof vi> = {
  today: '{{time}} today',
  yesterday: '{{time}} yesterday',
  tomorrow: '{{time}} tomorrow',
  onDate: '{{time}} {{date}}',
  minutesLeft_one: '{{count}} minute left',
  minutesLeft_other: '{{count}} minutes left',
  secondsLeft_one: '{{count}} second left',
  secondsLeft_other: '{{count}} seconds left',
  inMinutes_one: 'in {{count}} minute',
  inMinutes_other: 'in {{count}} minutes',
  minutesAgo_one: '{{count}} minute ago',
  minutesAgo_other: '{{count}} minutes ago',
  justNow: 'just now',
  never: 'never',
  durationHours: '{{hours}} h',
  durationMinutes: '{{minutes}} min',
  durationSeconds: '{{seconds}} s',
}
