import { Alert, Button, Group, SimpleGrid, Stack, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { QuietHours } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../../../components/dialogs/dialog.tsx'
import { QuietHoursWords } from '../../../../components/quiet-hours/quiet-hours-words.tsx'
import { clustersFollowing } from '../../model/handed-down.ts'
import { useOrigin } from '../../model/use-origin.ts'
import { useSayOrigin } from '../../model/use-say-origin.ts'
import type { AreaPartProps } from '../area-panel.tsx'
import { ConcernedClusters } from './concerned-clusters.tsx'

interface QuietConfirmProps extends AreaPartProps {
  before: QuietHours | undefined
  after: QuietHours | undefined
  onClose: () => void
  onConfirm: () => void
}

/** What was, what will be, and how many clusters it concerns, before it is saved. */
export function QuietConfirm({ area, known, before, after, onClose, onConfirm }: QuietConfirmProps) {
  const { t } = useTranslation('places')
  const counts = clustersFollowing('quietHours', area.areaId, known)
  return (
    <Dialog onClose={onClose} title={t('settings.quietConfirmTitle')}>
      <Stack>
        <ConcernedClusters {...counts} />
        <SimpleGrid cols={2}>
          <QuietVersion title={t('settings.quietBefore')} value={before} area={area} known={known} />
          <QuietVersion title={t('settings.quietAfter')} value={after} area={area} known={known} />
        </SimpleGrid>
        {after?.windows.length === 0 && (
          <Alert color="amber" variant="light" icon={<IconAlertTriangle aria-hidden />}>
            {t('settings.noQuietNight')}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('settings.quietBack')}
          </Button>
          <Button onClick={onConfirm}>{t('settings.quietConfirm')}</Button>
        </Group>
      </Stack>
    </Dialog>
  )
}

interface QuietVersionProps extends AreaPartProps {
  title: string
  value: QuietHours | undefined
}

function QuietVersion({ title, value, area: { parentId }, known: { areas } }: QuietVersionProps) {
  const { t } = useTranslation('places')
  const origin = useOrigin('quietHours', { areas, parentId })
  const { from } = useSayOrigin(origin)
  return (
    <div>
      <Text fw={600}>{title}</Text>
      <Text component="div" size="sm">
        {value && <QuietHoursWords quietHours={value} />}
        {!value && origin.kind === 'area' && <QuietHoursWords quietHours={origin.value} />}
        {!value && origin.kind === 'server' && t('settings.serverQuiet')}
      </Text>
      {!value && (
        <Text size="sm" c="dimmed">
          {from}
        </Text>
      )}
    </div>
  )
}
