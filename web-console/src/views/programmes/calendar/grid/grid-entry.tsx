import { VisuallyHidden } from '@mantine/core'
import { IconBuildingBroadcastTower, IconStarFilled } from '@tabler/icons-react'
import type { CalendarEntry } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { sayTimeOfDay } from '../../../../i18n/say-time.ts'
import { EntryShape, lookOf, useLookWord } from '../entry-look.tsx'

interface GridEntryProps {
  entry: CalendarEntry
  timeZone: string
}

/** What stands in one box of the grid. */
export function GridEntry({ entry, timeZone }: GridEntryProps) {
  const { t } = useTranslation('programmes')
  const lookWord = useLookWord()
  const look = lookOf(entry)
  const from = sayTimeOfDay(entry.startAt, timeZone)
  const until = sayTimeOfDay(entry.endAt, timeZone)
  const state = entry.hasRelay ? `${lookWord(look)}, ${t('calendar.hasRelay')}` : lookWord(look)
  const sentence = t('calendar.entry', { name: entry.name, from, until, state })
  return (
    <div className="tl-slot-content" title={sentence}>
      <VisuallyHidden>{sentence}</VisuallyHidden>
      <span className="tl-slot-line" aria-hidden>
        <EntryShape look={look} />
        <span className="tl-slot-time">{from}</span>
        {entry.priority === 'priority' && <IconStarFilled size={11} style={{ flex: 'none' }} />}
        {entry.hasRelay && <IconBuildingBroadcastTower size={14} style={{ flex: 'none' }} />}
        {look !== 'playing' && <span className="tl-slot-name">{lookWord(look)}</span>}
      </span>
      <span className="tl-slot-name" aria-hidden>
        {entry.name}
      </span>
    </div>
  )
}
