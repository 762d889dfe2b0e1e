import { Group, Stack, Text, Title, UnstyledButton } from '@mantine/core'
import { IconBuildingBroadcastTower, IconMoon, IconStarFilled } from '@tabler/icons-react'
import type { CalendarEntry, LocalDate, QuietHours } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { localDateOf, spanText } from '../../../components/dates/local-dates.ts'
import { useDateWords } from '../../../components/dates/use-date-words.ts'
import { EmptyState } from '../../../components/page/empty-state.tsx'
import { quietBlocks } from '../model/quiet-blocks.ts'
import { EntryShape, entryKey, lookOf, useLookWord } from './entry-look.tsx'

interface DayListProps {
  days: readonly LocalDate[]
  entries: readonly CalendarEntry[]
  quietHours: QuietHours | undefined
  timeZone: string
  /** Whether an entry has another station in it. */
  onOpen: (entry: CalendarEntry) => void
}

/** The same calendar as lists of buttons: for a phone, and for whoever does not drag. */
export function DayList({ days, entries, quietHours, timeZone, onOpen }: DayListProps) {
  const { t } = useTranslation('programmes')
  const words = useDateWords()
  if (days.length === 1 && entries.length === 0)
    return <EmptyState title={t('calendar.nothing')} hint={t('calendar.nothingHint')} />
  return (
    <Stack gap="lg">
      {days.map((day) => {
        const ofDay = entries.filter(({ startAt }) => localDateOf(startAt, timeZone) === day)
        return (
          <Stack key={day} gap="xs" component="section" aria-label={words.longDate(day)}>
            {days.length > 1 && (
              <Title order={2} size="h4">
                {words.longDate(day)}
              </Title>
            )}
            <QuietLine day={day} quietHours={quietHours} />
            {ofDay.length === 0 && <Text c="dimmed">{t('calendar.nothing')}</Text>}
            <Stack component="ul" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
              {ofDay.map((entry) => (
                <li key={entryKey(entry)}>
                  <EntryButton entry={entry} timeZone={timeZone} onOpen={onOpen} />
                </li>
              ))}
            </Stack>
          </Stack>
        )
      })}
    </Stack>
  )
}

function QuietLine({ day, quietHours }: { day: LocalDate; quietHours: QuietHours | undefined }) {
  const { t } = useTranslation('programmes')
  const spans = quietBlocks(quietHours, [day])
    .filter(({ start }) => start.startsWith(day))
    .map(({ start, end }) => `${start.slice(11, 16)}–${end.slice(11, 16)}`)
  if (spans.length === 0) return null
  return (
    <Group gap={6} c="dimmed">
      <IconMoon aria-hidden size={16} />
      <Text size="sm">
        {t('calendar.quiet')}: {spans.join(', ')}
      </Text>
    </Group>
  )
}

interface EntryButtonProps {
  entry: CalendarEntry
  timeZone: string
  onOpen: (entry: CalendarEntry) => void
}

function EntryButton({ entry, timeZone, onOpen }: EntryButtonProps) {
  const { t } = useTranslation('programmes')
  const lookWord = useLookWord()
  const look = lookOf(entry)
  return (
    <UnstyledButton className={`tl-entry tl-entry-${look}`} onClick={() => onOpen(entry)}>
      <Text component="span" fw={600} w={112} style={{ flex: 'none' }}>
        {spanText(entry, timeZone)}
      </Text>
      <Stack gap={0} miw={0} flex={1}>
        <Text component="span" fw={500}>
          {entry.name}
        </Text>
        <Group component="span" gap={6} c={look === 'returned' ? 'var(--tl-fault)' : 'dimmed'}>
          <EntryShape look={look} />
          <Text component="span" size="sm" c="inherit">
            {lookWord(look)}
          </Text>
          {entry.hasRelay && (
            <Group component="span" gap={4} wrap="nowrap">
              <IconBuildingBroadcastTower aria-hidden size={14} />
              <Text component="span" size="sm" c="inherit">
                {t('calendar.hasRelay')}
              </Text>
            </Group>
          )}
          {entry.priority === 'priority' && (
            <Group component="span" gap={4} wrap="nowrap">
              <IconStarFilled aria-hidden size={12} />
              <Text component="span" size="sm" c="inherit">
                {t('calendar.priority')}
              </Text>
            </Group>
          )}
        </Group>
      </Stack>
    </UnstyledButton>
  )
}
