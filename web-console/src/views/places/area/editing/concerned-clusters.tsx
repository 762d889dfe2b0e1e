import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** How far a change of what an area hands down reaches. */
export function ConcernedClusters({ following, own }: { following: number; own: number }) {
  const { t } = useTranslation('places')
  return (
    <div role="status">
      <Text fw={500}>{t('settings.concerns', { count: following })}</Text>
      {own > 0 && (
        <Text size="sm" c="dimmed">
          {t('settings.concernsOwn', { count: own })}
        </Text>
      )}
    </div>
  )
}
