import { Button, Group, Stack, Text } from '@mantine/core'
import { IconBuildingBroadcastTower } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { CalendarEntry } from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DateField } from '../../../components/dates/date-field.tsx'
import { localDateOf, localTimeOf, spanText } from '../../../components/dates/local-dates.ts'
import { TimeField } from '../../../components/dates/time-field.tsx'
import { useDateWords } from '../../../components/dates/use-date-words.ts'
import { Dialog } from '../../../components/dialogs/dialog.tsx'
import type { SlotPlace } from '../model/move-slot.ts'
import { EntryShape, lookOf, useLookWord } from './entry-look.tsx'

interface EntryDialogProps {
  entry: CalendarEntry
  timeZone: string
  /** False where it has begun, or where I may not. */
  mayMove: boolean
  hasBegun: boolean
  onMove: (to: SlotPlace) => void
  onClose: () => void
}

/** One broadcast of the calendar: what it is, the way to its programme, and a form in place of dragging. */
export function EntryDialog({ entry, timeZone, mayMove, hasBegun, onMove, onClose }: EntryDialogProps) {
  const { t } = useTranslation('programmes')
  const words = useDateWords()
  const lookWord = useLookWord()
  const look = lookOf(entry)
  const date = localDateOf(entry.startAt, timeZone)
  return (
    <Dialog onClose={onClose} title={entry.name}>
      <Stack>
        <Text>
          {words.longDate(date)}, {spanText(entry, timeZone)}
        </Text>
        <Group gap={6}>
          <EntryShape look={look} size={18} />
          <Text fw={500}>{lookWord(look)}</Text>
          {entry.priority === 'priority' && <Text c="dimmed">· {t('calendar.priority')}</Text>}
        </Group>
        {entry.hasRelay && (
          <Group gap={6}>
            <IconBuildingBroadcastTower aria-hidden size={18} />
            <Text>{t('calendar.hasRelay')}</Text>
          </Group>
        )}
        {mayMove && <MoveForm entry={entry} timeZone={timeZone} onMove={onMove} />}
        {hasBegun && <Text c="dimmed">{t('entry.past')}</Text>}
        <Button
          size="md"
          data-autofocus
          renderRoot={(props) => (
            <Link {...props} to="/lich-phat/$programmeId" params={{ programmeId: entry.programmeId }} />
          )}
        >
          {t('entry.open')}
        </Button>
      </Stack>
    </Dialog>
  )
}

function MoveForm({ entry, timeZone, onMove }: Pick<EntryDialogProps, 'entry' | 'timeZone' | 'onMove'>) {
  const { t } = useTranslation('programmes')
  const [date, setDate] = useState(localDateOf(entry.startAt, timeZone))
  const [time, setTime] = useState(localTimeOf(entry.startAt, timeZone))
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        onMove({ date, time })
      }}
    >
      <Group align="flex-start" gap="sm">
        <DateField
          label={t('entry.date')}
          w={150}
          value={date}
          onChange={(next) => next !== null && setDate(next)}
        />
        <TimeField label={t('entry.time')} value={time} onChange={setTime} />
        <Button type="submit" variant="default" size="md" mt={{ base: 0, xs: 26 }}>
          {t('entry.move')}
        </Button>
      </Group>
    </form>
  )
}
