import { Group, Text } from '@mantine/core'
import type { TreeImportPreview } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'

const ORDER = ['add', 'change', 'move', 'same', 'refuse'] as const

/** How many rows do what; refused ones are marked as a fault. */
export function ImportCounts({ counts }: Pick<TreeImportPreview, 'counts'>) {
  const { t } = useTranslation('imports')
  return (
    <Group component="ul" gap="lg" p={0} m={0} style={{ listStyle: 'none' }} aria-label={t('counts.label')}>
      {ORDER.map((act) => (
        <li key={act}>
          <Text
            span
            size="xl"
            fw={600}
            {...(act === 'refuse' && counts.refuse > 0 && { c: 'var(--tl-fault)' })}
          >
            {counts[act].toLocaleString('vi')}
          </Text>{' '}
          <Text span size="sm" c="dimmed">
            {t(`counts.${act}`)}
          </Text>
        </li>
      ))}
    </Group>
  )
}
