import { Stack, Text } from '@mantine/core'
import type { Id, RelaySampleOrder } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { FormProblem } from '../dialogs/form-problem.tsx'
import { PreviewPlayer } from '../preview/preview-player.tsx'
import { useSoundPreview } from '../preview/use-sound-preview.ts'

interface RelayListenProps {
  /** The station's address; null, having said so, where there is none that could be one. */
  address: () => string | null
  /** The programme by whose review somebody may listen; null for whoever may plan a relay. */
  reviewedIn?: Id | null
}

/** "Nghe thử": some seconds of a station, by way of the server, which is what will relay it; no loudspeaker sounds. */
export function RelayListen({ address, reviewedIn = null }: RelayListenProps) {
  const { t } = useTranslation('relays')
  const { ask, clear, cause, ...preview } = useSoundPreview<RelaySampleOrder>(
    reviewedIn === null ? '/relay-samples' : `/programmes/${reviewedIn}/relay-samples`,
  )
  const onAsk = () => {
    const url = address()
    if (url === null) clear()
    else void ask({ source: { kind: 'stream', url } })
  }
  return (
    <Stack gap="xs">
      <PreviewPlayer
        {...preview}
        words={{ ask: t('listen.ask'), player: t('listen.player') }}
        onAsk={onAsk}
      />
      <Text size="sm" c="dimmed" role="status">
        {preview.isPending ? t('listen.pending') : t('listen.hint')}
      </Text>
      <FormProblem cause={cause} />
    </Stack>
  )
}
