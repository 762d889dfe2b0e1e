import { Group, Stack, Text } from '@mantine/core'
import type { BackupLine } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { Say } from '../../components/say.tsx'
import { StateBadge } from '../../components/state-badge.tsx'
import { sayMb } from './say-size.ts'

/** The newest first. */
export function BackupLines({ backups }: { backups: readonly BackupLine[] }) {
  const { t, i18n } = useTranslation('backups')
  return (
    <Stack component="ul" gap="xs" p={0} m={0} style={{ listStyle: 'none' }}>
      {backups.map(({ name, takenAt, sizeBytes, audioCount, audioMissingCount }) => (
        <Group key={name} component="li" className="tl-surface" p="sm" gap="md">
          <Text fw={500}>
            <Say at={takenAt} />
          </Text>
          <Text c="dimmed">
            {t('size', { size: sayMb(sizeBytes, i18n.language) })} · {t('audio', { count: audioCount })}
          </Text>
          {audioMissingCount > 0 && (
            <StateBadge tone="fault" label={t('missing', { count: audioMissingCount })} />
          )}
        </Group>
      ))}
    </Stack>
  )
}
