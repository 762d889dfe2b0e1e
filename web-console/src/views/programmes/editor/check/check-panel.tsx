import { Alert, List, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ProgrammeCheckAnswer, Sentence } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { localDateOf } from '../../../../components/dates/local-dates.ts'
import { useDateWords } from '../../../../components/dates/use-date-words.ts'
import { FormProblem } from '../../../../components/dialogs/form-problem.tsx'
import { currentLanguage } from '../../../../i18n/index.ts'
import { sayTimeOfDay } from '../../../../i18n/say-time.ts'
import { useTimes } from '../../../../i18n/use-times.ts'
import type { MissingPart } from '../../model/definition-of-form.ts'
import { Section } from '../sections/section.tsx'
import { CHECK_ID } from './check-id.ts'

interface CheckPanelProps {
  missing: readonly MissingPart[]
  check: UseQueryResult<ProgrammeCheckAnswer>
  isReady: boolean
}

/** What the draft means before it is saved: what is missing, what stands in its way, when it is heard next. */
export function CheckPanel({ missing, check, isReady }: CheckPanelProps) {
  const { t } = useTranslation('programmes')
  return (
    <Section title={t('check.title')} anchor={CHECK_ID}>
      <Stack aria-live="polite" aria-busy={check.isFetching}>
        {missing.length > 0 && (
          <Stack gap={4}>
            <Text fw={500}>{t('missing.title')}</Text>
            <List size="sm">
              {missing.map((part) => (
                <List.Item key={part}>{t(`missing.${part}`)}</List.Item>
              ))}
            </List>
          </Stack>
        )}
        <FormProblem cause={check.error} />
        {isReady && check.data && <CheckAnswer answer={check.data} />}
        {isReady && check.isPending && <Text c="dimmed">{t('check.checking')}</Text>}
      </Stack>
    </Section>
  )
}

function CheckAnswer({ answer }: { answer: ProgrammeCheckAnswer }) {
  const { t } = useTranslation('programmes')
  const times = useTimes()
  const words = useDateWords()
  const { conflicts, nextStarts, lengthMs, clusterCount } = answer
  return (
    <>
      <Conflicts conflicts={conflicts} />
      <Text>
        {t('check.reach', { count: clusterCount })} ·{' '}
        {t('check.length', { length: times.duration(lengthMs) })}
      </Text>
      {nextStarts.length > 0 && (
        <Stack gap={4}>
          <Text fw={500}>{t('check.nextStarts')}</Text>
          <List size="sm" aria-label={t('check.nextStarts')}>
            {nextStarts.map((at) => (
              <List.Item key={at}>
                {sayTimeOfDay(at, times.timeZone)} · {words.longDate(localDateOf(at, times.timeZone))}
              </List.Item>
            ))}
          </List>
        </Stack>
      )}
    </>
  )
}

function Conflicts({ conflicts }: { conflicts: readonly Sentence[] }) {
  const { t } = useTranslation('programmes')
  const language = currentLanguage()
  if (conflicts.length === 0)
    return (
      <Text c="var(--tl-health)" fw={500} style={{ display: 'flex', gap: 6, alignItems: 'center' }}>
        <IconCircleCheck aria-hidden size={20} />
        {t('check.fine')}
      </Text>
    )
  return (
    <Alert
      color="amber"
      variant="light"
      icon={<IconAlertTriangle aria-hidden />}
      title={t('check.conflicts', { count: conflicts.length })}
    >
      <List size="sm" spacing="xs">
        {conflicts.map((sentence) => (
          <List.Item key={sentence.vi}>{sentence[language]}</List.Item>
        ))}
      </List>
    </Alert>
  )
}
