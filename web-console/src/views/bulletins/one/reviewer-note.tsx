import { Paper, Text } from '@mantine/core'
import type { BulletinAnswer } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'

/** What the reviewer wants better, above everything else, as long as it stands returned. */
export function ReviewerNote({ bulletin: { state, note, withdrawnAt } }: { bulletin: BulletinAnswer }) {
  const { t } = useTranslation('bulletins')
  if (state !== 'returned' || note === null || withdrawnAt !== null) return null
  return (
    <Paper className="tl-surface" p="md">
      <Text size="sm" c="dimmed">
        {t('history.reviewerSays')}
      </Text>
      <Text style={{ whiteSpace: 'pre-wrap' }}>{note}</Text>
    </Paper>
  )
}
