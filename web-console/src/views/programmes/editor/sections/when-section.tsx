import { Chip, Group, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { DateField } from '../../../../components/dates/date-field.tsx'
import { DatesField } from '../../../../components/dates/dates-field.tsx'
import { TimeField } from '../../../../components/dates/time-field.tsx'
import { TimesField } from '../../../../components/dates/times-field.tsx'
import { useDateWords, WEEKDAYS } from '../../../../components/dates/use-date-words.ts'
import { hasStartTimes } from '../../model/definition-of-form.ts'
import type { ProgrammeForm, WhenKind } from '../../model/programme-form.ts'
import { CronField } from './cron-field.tsx'
import { Section, type SectionProps } from './section.tsx'

const KINDS: readonly WhenKind[] = ['now', 'once', 'dates', 'daily', 'weekly', 'cron']

interface WhenSectionProps extends SectionProps<ProgrammeForm> {
  nextStarts: readonly number[] | undefined
}

/** When it begins: one question, then only the fields of the answer. */
export function WhenSection({ form, change, nextStarts }: WhenSectionProps) {
  const { t } = useTranslation('programmes')
  return (
    <Section title={t('when.title')}>
      <Choice label={t('when.kind')}>
        <Chip.Group value={form.when} onChange={(when) => change({ when })}>
          {KINDS.map((kind) => (
            <Chip key={kind} value={kind} size="md">
              {t(`when.${kind}`)}
            </Chip>
          ))}
        </Chip.Group>
      </Choice>
      {form.when === 'now' && <Text c="dimmed">{t('when.nowHint')}</Text>}
      {form.when === 'once' && <OnceFields form={form} change={change} />}
      {form.when === 'dates' && (
        <DatesField
          label={t('when.chosenDates')}
          description={t('when.chosenDatesHint')}
          value={form.dates}
          onChange={(dates) => change({ dates })}
        />
      )}
      {form.when === 'weekly' && <WeekdayChips form={form} change={change} />}
      {form.when === 'cron' && (
        <CronField
          expression={form.cronExpression}
          onChange={(cronExpression) => change({ cronExpression })}
          nextStarts={nextStarts}
        />
      )}
      {hasStartTimes(form.when) && (
        <TimesField value={form.startTimes} onChange={(startTimes) => change({ startTimes })} />
      )}
    </Section>
  )
}

function OnceFields({ form: { once }, change }: SectionProps<ProgrammeForm>) {
  const { t } = useTranslation('programmes')
  return (
    <Group align="flex-start">
      <DateField
        label={t('entry.date')}
        w={160}
        value={once.date}
        onChange={(date) => date !== null && change({ once: { ...once, date } })}
      />
      <TimeField
        label={t('entry.time')}
        value={once.time}
        onChange={(time) => change({ once: { ...once, time } })}
      />
    </Group>
  )
}

function WeekdayChips({ form, change }: SectionProps<ProgrammeForm>) {
  const { t } = useTranslation('programmes')
  const words = useDateWords()
  return (
    <Choice label={t('when.weekdays')}>
      <Chip.Group
        multiple
        value={form.weekdays.map(String)}
        onChange={(weekdays) => change({ weekdays: weekdays.map(Number).toSorted() })}
      >
        {WEEKDAYS.map((day) => (
          <Chip
            key={day}
            value={String(day)}
            size="md"
            aria-label={words.longWeekday(day)}
            styles={{ label: { paddingInline: '0.75rem' } }}
          >
            {words.shortWeekday(day)}
          </Chip>
        ))}
      </Chip.Group>
    </Choice>
  )
}

function Choice({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Stack gap="xs" role="group" aria-label={label}>
      <Text fw={500}>{label}</Text>
      <Group gap={8}>{children}</Group>
    </Stack>
  )
}
