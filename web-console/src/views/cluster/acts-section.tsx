import { Button, Group } from '@mantine/core'
import {
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerSkipForward,
  IconPlayerStopFilled,
  IconReload,
  IconVolume,
} from '@tabler/icons-react'
import type { ClusterState } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { useAskOrder } from '../../components/orders/asked-order.ts'
import { useMayIn } from '../../components/orders/use-may-in.ts'
import { PageSection } from '../../components/page/page-section.tsx'

const ACTS = [
  { act: 'pause', Icon: IconPlayerPause },
  { act: 'resume', Icon: IconPlayerPlay },
  { act: 'next', Icon: IconPlayerSkipForward },
  { act: 'volume', Icon: IconVolume },
  { act: 'restart', Icon: IconReload },
] as const

/** What can be told to this cluster at once; its answer follows in a dialog. */
export function ActsSection({ state }: { state: ClusterState }) {
  const { t } = useTranslation('cluster')
  const { t: say } = useTranslation('overview')
  const ask = useAskOrder()
  const mayCommand = useMayIn('sound.command')(state.areaId)
  const mayStop = useMayIn('sound.stop')(state.areaId)
  if (!mayCommand && !mayStop) return null
  const { clusterId, name, volumePercent } = state
  const order = { place: { clusterId }, name, volumePercent }
  return (
    <PageSection title={t('acts.title')}>
      <Group gap="xs">
        {mayCommand &&
          ACTS.map(({ act, Icon }) => (
            <Button
              key={act}
              variant="default"
              mih={44}
              leftSection={<Icon aria-hidden size={18} />}
              onClick={() => ask({ act, ...order })}
            >
              {say(`order.${act}.item`)}
            </Button>
          ))}
        {mayStop && (
          <Button
            color="stop"
            variant="light"
            mih={44}
            leftSection={<IconPlayerStopFilled aria-hidden size={18} />}
            onClick={() => ask({ act: 'stop', ...order })}
          >
            {say('order.stop.item')}
          </Button>
        )}
      </Group>
    </PageSection>
  )
}
