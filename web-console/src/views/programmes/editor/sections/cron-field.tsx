import { List, Stack, Text, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { localDateOf } from '../../../../components/dates/local-dates.ts'
import { useDateWords } from '../../../../components/dates/use-date-words.ts'
import { sayTimeOfDay } from '../../../../i18n/say-time.ts'
import { useTimes } from '../../../../i18n/use-times.ts'

interface CronFieldProps {
  expression: string
  onChange: (expression: string) => void
  /** From the check; undefined until it has come. */
  nextStarts: readonly number[] | undefined
}

/** For experts: a cron expression, and the five starts that it means next. */
export function CronField({ expression, onChange, nextStarts }: CronFieldProps) {
  const { t } = useTranslation('programmes')
  const words = useDateWords()
  const { timeZone } = useTimes()
  return (
    <Stack gap="xs">
      <TextInput
        label={t('when.cronExpression')}
        description={t('when.cronHint')}
        value={expression}
        maxLength={200}
        spellCheck={false}
        styles={{ input: { fontFamily: 'ui-monospace, monospace' } }}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
      {nextStarts && (
        <>
          <Text fw={500} size="sm">
            {t(nextStarts.length === 0 ? 'check.neverStarts' : 'check.nextStarts')}
          </Text>
          <List size="sm" aria-label={t('check.nextStarts')}>
            {nextStarts.map((at) => (
              <List.Item key={at}>
                {sayTimeOfDay(at, timeZone)} · {words.longDate(localDateOf(at, timeZone))}
              </List.Item>
            ))}
          </List>
        </>
      )}
    </Stack>
  )
}
