import { Stack, Text } from '@mantine/core'
import type { BulletinAnswer } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { Say } from '../../../components/say.tsx'

/** Who did what on its way, the oldest first. */
export function BulletinHistory({ bulletin }: { bulletin: BulletinAnswer }) {
  const { t } = useTranslation('bulletins')
  const { producedBy, createdAt, submittedBy, approvedBy, note, withdrawnAt, withdrawnBy } = bulletin
  return (
    <Stack component="ol" gap="xs" m={0} ps="lg">
      <li>
        {t('history.made', { name: producedBy })}, <Say at={createdAt} />
      </li>
      {submittedBy !== null && <li>{t('history.submitted', { name: submittedBy })}</li>}
      {approvedBy !== null && <li>{t('history.approved', { name: approvedBy })}</li>}
      {note !== null && (
        <li>
          {t('history.returned')}:{' '}
          <Text span fs="italic">
            “{note}”
          </Text>
        </li>
      )}
      {withdrawnAt !== null && (
        <li>
          {t('history.withdrawn', { name: withdrawnBy ?? '' })}, <Say at={withdrawnAt} />
        </li>
      )}
    </Stack>
  )
}
