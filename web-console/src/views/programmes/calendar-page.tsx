import './calendar/calendar.css'
import { Group } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useNavigate } from '@tanstack/react-router'
import type { CalendarEntry } from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { localDateOf } from '../../components/dates/local-dates.ts'
import { PageHeader } from '../../components/page/page-header.tsx'
import { areaPathOf } from '../../components/places/area-tree.ts'
import { useTimes } from '../../i18n/use-times.ts'
import { useMay, useMaySomewhere } from '../../session/session-context.ts'
import { NewProgrammeButton, PrintButton } from './calendar/calendar-acts.tsx'
import { CalendarBar } from './calendar/calendar-bar.tsx'
import { CalendarBody } from './calendar/calendar-body.tsx'
import { CopyDay } from './calendar/copy-day.tsx'
import { EntryDialog } from './calendar/entry-dialog.tsx'
import { MoveConflict } from './calendar/moving/move-conflict.tsx'
import { MoveQuestion } from './calendar/moving/move-question.tsx'
import { useMoving } from './calendar/moving/use-moving.ts'
import { useCalendar } from './calendar/use-calendar.ts'
import { useChosen } from './calendar/use-chosen.ts'
import '../../i18n/late/programmes-words.ts'

/** `/lich-phat`: what an area hears and will hear, a week or a day at a time. */
export function CalendarPage() {
  const { t } = useTranslation('programmes')
  const { nowAt, timeZone: sessionZone } = useTimes()
  const isWide = useMediaQuery('(min-width: 48em)', true, { getInitialValueInEffect: false })
  const today = localDateOf(nowAt, sessionZone)
  const chosen = useChosen({ today, isWide })
  const { areaId, days } = chosen
  const calendar = useCalendar(areaId, days)
  const timeZone = calendar.data?.timeZone ?? sessionZone
  const mayWrite = useMay('programme.write', areaPathOf(chosen.areas, areaId ?? ''))
  const mayMakeNew = useMaySomewhere('programme.write')
  const moving = useMoving({ entries: calendar.data?.entries ?? [], timeZone, nowAt })
  const [open, setOpen] = useState<CalendarEntry | null>(null)
  const navigate = useNavigate()
  return (
    <>
      <PageHeader
        title={t('title')}
        action={
          <Group gap="xs" className="tl-no-print" style={{ flexWrap: 'wrap-reverse' }}>
            {isWide && <PrintButton />}
            {mayWrite && areaId !== null && (
              <CopyDay key={chosen.date} areaId={areaId} date={chosen.date} today={today} />
            )}
            {mayMakeNew && <NewProgrammeButton />}
          </Group>
        }
      />
      <CalendarBar
        {...{ areaId, days, today, onArea: chosen.setArea, onDate: chosen.setDate, onView: chosen.setView }}
        view={isWide ? chosen.view : null}
      />
      <CalendarBody
        {...{ areaId, days, calendar, timeZone, nowAt, mayWrite, onOpen: setOpen }}
        isGrid={isWide && chosen.view !== 'list'}
        onNew={({ date, time }) =>
          void navigate({ to: '/lich-phat/moi', search: { date, time, ...(areaId !== null && { areaId }) } })
        }
        onMove={(...move) => void moving.move(...move)}
        onResize={(...resize) => void moving.resize(...resize)}
      />
      {open && (
        <EntryDialog
          {...{ entry: open, timeZone, hasBegun: open.startAt < nowAt }}
          mayMove={mayWrite && open.startAt >= nowAt}
          onClose={() => setOpen(null)}
          onMove={(to) => {
            setOpen(null)
            void moving.move(open, to, () => {})
          }}
        />
      )}
      {moving.conflict && (
        <MoveConflict
          conflict={moving.conflict}
          onPutMine={() => void moving.putMine()}
          onTakeTheirs={moving.takeTheirs}
        />
      )}
      {moving.asked && <MoveQuestion asked={moving.asked} onAnswer={(scope) => void moving.answer(scope)} />}
    </>
  )
}
