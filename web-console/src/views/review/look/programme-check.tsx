import { Alert, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ProgrammeCheckAnswer } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { FormProblem } from '../../../components/dialogs/form-problem.tsx'
import { currentLanguage } from '../../../i18n/index.ts'
import { useTimes } from '../../../i18n/use-times.ts'

/** What clashes with it, and when it would next sound. */
export function ProgrammeCheck({ check }: { check: UseQueryResult<ProgrammeCheckAnswer> }) {
  const { t } = useTranslation('review')
  const times = useTimes()
  if (check.error) return <FormProblem cause={check.error} />
  if (!check.data) return <Text c="dimmed">{t('programme.checking')}</Text>
  const { conflicts, nextStarts } = check.data
  const starts = nextStarts.map((at) => times.instant(at)).join(' · ')
  return (
    <>
      <Text size="sm" c="dimmed">
        {nextStarts.length === 0 ? t('programme.noStart') : `${t('programme.nextStarts')}: ${starts}`}
      </Text>
      {conflicts.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('programme.noConflict')}
        </Text>
      ) : (
        <Alert
          color="amber"
          variant="light"
          icon={<IconAlertTriangle aria-hidden />}
          title={t('programme.conflicts')}
        >
          <ul style={{ margin: 0, paddingInlineStart: '1.25rem' }}>
            {conflicts.map((sentence) => (
              <li key={sentence.vi}>{sentence[currentLanguage()]}</li>
            ))}
          </ul>
        </Alert>
      )}
    </>
  )
}
