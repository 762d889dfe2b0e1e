import { Checkbox, Group, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { DateField } from '../../../../components/dates/date-field.tsx'
import { DatesField } from '../../../../components/dates/dates-field.tsx'
import { DayMonthField } from '../../../../components/dates/day-month-field.tsx'
import type { ProgrammeForm } from '../../model/programme-form.ts'
import { FoldedSection } from './folded-section.tsx'
import type { SectionProps } from './section.tsx'

/** On which days it counts at all: from, until, days left out, a season. */
export function ValiditySection({ form, change }: SectionProps<ProgrammeForm>) {
  const { t } = useTranslation('programmes')
  const isUsed =
    form.from !== null || form.until !== null || form.exceptions.length > 0 || form.season !== null
  const isTurned = form.from !== null && form.until !== null && form.until < form.from
  return (
    <FoldedSection title={t('validity.title')} lead={t('validity.lead')} isOpenFirst={isUsed}>
      <Stack>
        <Group align="flex-start">
          <DateField
            label={t('validity.from')}
            w={170}
            clearable
            value={form.from}
            onChange={(from) => change({ from })}
          />
          <DateField
            label={t('validity.until')}
            w={170}
            clearable
            error={isTurned && t('missing.untilBeforeFrom')}
            value={form.until}
            onChange={(until) => change({ until })}
          />
        </Group>
        <DatesField
          label={t('validity.exceptions')}
          description={t('validity.exceptionsHint')}
          value={form.exceptions}
          onChange={(exceptions) => change({ exceptions })}
        />
        <SeasonFields form={form} change={change} />
      </Stack>
    </FoldedSection>
  )
}

function SeasonFields({ form: { season }, change }: SectionProps<ProgrammeForm>) {
  const { t } = useTranslation('programmes')
  return (
    <Stack gap="xs">
      <Checkbox
        label={t('validity.season')}
        description={t('validity.seasonHint')}
        checked={season !== null}
        onChange={({ currentTarget }) =>
          change({ season: currentTarget.checked ? { from: '04-15', until: '10-15' } : null })
        }
      />
      {season && (
        <Group align="flex-start">
          <DayMonthField
            label={t('validity.seasonFrom')}
            value={season.from}
            onChange={(from) => change({ season: { ...season, from } })}
          />
          <DayMonthField
            label={t('validity.seasonUntil')}
            value={season.until}
            onChange={(until) => change({ season: { ...season, until } })}
          />
        </Group>
      )}
    </Stack>
  )
}
