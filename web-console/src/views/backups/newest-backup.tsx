import { Alert, Group, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { BackupsAnswer } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { ProblemError } from '../../api/problem-error.ts'
import { EmptyState } from '../../components/page/empty-state.tsx'
import { Say } from '../../components/say.tsx'
import { StateBadge } from '../../components/state-badge.tsx'
import { problemSentence } from '../../i18n/problem-sentence.ts'
import { useTimes } from '../../i18n/use-times.ts'
import { backupState } from './backup-state.ts'
import { sayMb } from './say-size.ts'

/** The one that would be restored, whether it is good, and why the last try failed. */
export function NewestBackup({ answer }: { answer: BackupsAnswer }) {
  const { t, i18n } = useTranslation('backups')
  const { nowAt } = useTimes()
  const [newest] = answer.backups
  const state = backupState(answer, nowAt)
  return (
    <>
      <LastRefusal answer={answer} />
      {!newest && <EmptyState title={t('none')} hint={t('noneHint')} />}
      {newest && (
        <Group gap="md" className="tl-surface" p="sm">
          <StateBadge
            tone={state === 'good' ? 'good' : 'fault'}
            label={
              state === 'missing'
                ? t('missing', { count: newest.audioMissingCount })
                : t(state === 'old' ? 'old' : 'good')
            }
          />
          <Text fw={500}>
            <Say at={newest.takenAt} />
          </Text>
          <Text c="dimmed">
            {t('size', { size: sayMb(newest.sizeBytes, i18n.language) })} ·{' '}
            {t('audio', { count: newest.audioCount })}
          </Text>
        </Group>
      )}
    </>
  )
}

function LastRefusal({ answer: { lastEnd } }: { answer: BackupsAnswer }) {
  const { t } = useTranslation('backups')
  if (!lastEnd?.refusal || lastEnd.refusal.code === 'aborted') return null
  const { code, detail } = lastEnd.refusal
  const reason = problemSentence(new ProblemError({ code, detail, status: 500 }))
  return (
    <Alert color="amber" icon={<IconAlertTriangle aria-hidden />} title={t('failed', { reason })}>
      <Say at={lastEnd.endedAt} />
    </Alert>
  )
}
