import './week-grid.css'
import viLocale from '@fullcalendar/core/locales/vi'
import interactionPlugin from '@fullcalendar/interaction'
import FullCalendar from '@fullcalendar/react'
import timeGridPlugin from '@fullcalendar/timegrid'
import type { CalendarEntry, LocalDate, QuietHours } from '@tieng-lang/protocol/browser'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { addDays, wallTextOf } from '../../../../components/dates/local-dates.ts'
import { useDateWords } from '../../../../components/dates/use-date-words.ts'
import type { SlotPlace } from '../../model/move-slot.ts'
import { quietBlocks } from '../../model/quiet-blocks.ts'
import { GridEntry } from './grid-entry.tsx'
import { gridEvent, hoursShown } from './grid-events.ts'

export interface WeekGridProps {
  days: readonly LocalDate[]
  entries: readonly CalendarEntry[]
  quietHours: QuietHours | undefined
  timeZone: string
  nowAt: number
  mayWrite: boolean
  /** Whether an entry has another station in it. */
  onOpen: (entry: CalendarEntry) => void
  onNew: (place: SlotPlace) => void
  /** `revert` puts the entry back where it was. */
  onMove: (entry: CalendarEntry, to: SlotPlace, revert: () => void) => void
  onResize: (entry: CalendarEntry, lengthMs: number, revert: () => void) => void
}

/** Days side by side as the wall clock of the area shows them; FullCalendar is told no zone, only wall times. */
export function WeekGrid(props: WeekGridProps) {
  const { days, entries, quietHours, timeZone, nowAt, mayWrite } = props
  const { i18n } = useTranslation('programmes')
  const words = useDateWords()
  const [first = ''] = days
  const events = useMemo(
    () => [
      ...quietBlocks(quietHours, days).map((block) => ({
        ...{ ...block, display: 'background' as const, classNames: ['tl-quiet'], editable: false },
      })),
      ...entries.map((entry) => gridEvent(entry, { timeZone, isFixed: !mayWrite || entry.startAt < nowAt })),
    ],
    [entries, quietHours, days, timeZone, mayWrite, nowAt],
  )
  return (
    <FullCalendar
      key={`${first} ${days.length}`}
      plugins={[timeGridPlugin, interactionPlugin]}
      initialView="timeGrid"
      initialDate={first}
      visibleRange={{ start: first, end: addDays(first, days.length) }}
      locale={i18n.language === 'vi' ? viLocale : 'en'}
      timeZone="UTC"
      now={wallTextOf(nowAt, timeZone)}
      nowIndicator
      headerToolbar={false}
      allDaySlot={false}
      height="auto"
      stickyHeaderDates
      slotDuration="01:00:00"
      snapDuration="00:05:00"
      {...hoursShown(entries, timeZone)}
      slotLabelFormat={{ hour: '2-digit', minute: '2-digit', hour12: false }}
      dayHeaderContent={({ date }) => words.shortDate(date.toISOString().slice(0, 10))}
      eventMinHeight={42}
      slotEventOverlap={false}
      events={events}
      eventContent={({ event }) =>
        event.display === 'background' ? null : <GridEntry entry={entryOf(event)} timeZone={timeZone} />
      }
      eventInteractive
      eventClick={({ event }) => event.display !== 'background' && props.onOpen(entryOf(event))}
      dateClick={({ dateStr }) => mayWrite && props.onNew(halfHourOf(dateStr))}
      eventDrop={({ event, revert }) => props.onMove(entryOf(event), placeOf(event.startStr), revert)}
      eventResize={({ event, revert }) =>
        props.onResize(entryOf(event), Number(event.end) - Number(event.start), revert)
      }
    />
  )
}

/** The entry that `gridEvent` put into an event. */
function entryOf(event: { extendedProps: Record<string, unknown> }): CalendarEntry {
  return event.extendedProps.entry as CalendarEntry
}

/** `2026-02-17T05:30:00Z`, whose Z means nothing here. */
function placeOf(wallText: string): SlotPlace {
  return { date: wallText.slice(0, 10), time: wallText.slice(11, 16) }
}

/** Where an empty place was pressed: nobody means 15:05. */
function halfHourOf(wallText: string): SlotPlace {
  const { date, time } = placeOf(wallText)
  return { date, time: `${time.slice(0, 3)}${time.slice(3) < '30' ? '00' : '30'}` }
}
