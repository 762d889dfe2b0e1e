import { ActionIcon, Checkbox, Chip, Group, Input, Stack, Text } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import type { QuietWindow } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { DayMonthField } from '../../../components/dates/day-month-field.tsx'
import { TimeField } from '../../../components/dates/time-field.tsx'
import type { LineProps } from '../../../components/lines-field.tsx'
import { endOf, WEEK, withWeekdays } from './quiet-windows.ts'

/** One window: from, until, the days on which it begins, perhaps a season. */
export function QuietWindowLine({ number, value: window, onChange, onRemove }: LineProps<QuietWindow>) {
  const { t } = useTranslation('places')
  const name = t('quiet.window', { count: number })
  const end = endOf(window)
  return (
    <Stack className="tl-surface" p="sm" gap="sm" role="group" aria-label={name}>
      <Group gap="sm" align="flex-start" wrap="nowrap" justify="space-between">
        <Group gap="sm" align="flex-start">
          <TimeField
            label={t('quiet.from')}
            value={window.from}
            onChange={(from) => onChange({ ...window, from })}
          />
          <TimeField
            label={t('quiet.until')}
            value={window.until}
            onChange={(until) => onChange({ ...window, until })}
          />
          {end !== 'sameDay' && (
            <Text size="sm" c="dimmed" pt={{ base: 0, xs: 36 }}>
              {end === 'allDay' ? t('quiet.allDay') : t('quiet.overnight', { time: window.until })}
            </Text>
          )}
        </Group>
        <ActionIcon
          variant="default"
          size={42}
          mt={25}
          aria-label={`${t('quiet.remove')} (${name})`}
          title={t('quiet.remove')}
          onClick={onRemove}
        >
          <IconTrash aria-hidden size={18} />
        </ActionIcon>
      </Group>
      <WeekdaysField window={window} onChange={onChange} />
      <SeasonField window={window} onChange={onChange} />
    </Stack>
  )
}

interface PartProps {
  window: QuietWindow
  onChange: (window: QuietWindow) => void
}

function WeekdaysField({ window, onChange }: PartProps) {
  const { t } = useTranslation('places')
  const { t: cluster } = useTranslation('cluster')
  const days = window.weekdays ?? WEEK
  return (
    <Input.Wrapper label={t('quiet.weekdays')} labelElement="div">
      <Chip.Group
        multiple
        value={days.map(String)}
        onChange={(chosen) => onChange(withWeekdays(window, chosen.map(Number)))}
      >
        <Group gap={6} pt={4} role="group" aria-label={t('quiet.weekdays')}>
          {WEEK.map((day) => (
            <Chip key={day} value={String(day)} size="md" variant="outline">
              {cluster(`weekday.${String(day) as '0'}`)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </Input.Wrapper>
  )
}

function SeasonField({ window, onChange }: PartProps) {
  const { t } = useTranslation('places')
  const { season, ...allYear } = window
  return (
    <Stack gap="xs">
      <Checkbox
        size="md"
        label={t('quiet.season')}
        checked={season !== undefined}
        onChange={({ currentTarget: { checked } }) =>
          onChange(checked ? { ...window, season: { from: '06-01', until: '08-31' } } : allYear)
        }
      />
      {season && (
        <Group gap="sm" align="flex-start">
          <DayMonthField
            label={t('quiet.seasonFrom')}
            value={season.from}
            onChange={(from) => onChange({ ...window, season: { ...season, from } })}
          />
          <DayMonthField
            label={t('quiet.seasonUntil')}
            value={season.until}
            onChange={(until) => onChange({ ...window, season: { ...season, until } })}
          />
        </Group>
      )}
    </Stack>
  )
}
