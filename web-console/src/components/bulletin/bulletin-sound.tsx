import { Stack, Title } from '@mantine/core'
import type { BulletinAnswer } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { audioUrlOf, useWaveform } from '../../api/bulletins.ts'
import { LoadingState } from '../page/loading-state.tsx'
import { LoudnessWords } from './loudness-words.tsx'
import { PlainPlayer, WavePlayer } from './wave-player.tsx'

/** What it sounds like, and how loud it is. */
export function BulletinSound({ bulletin: { bulletinId, loudness } }: { bulletin: BulletinAnswer }) {
  const { t } = useTranslation('bulletins')
  return (
    <Stack gap="sm">
      <Listening bulletinId={bulletinId} />
      <Title order={3} size="h5">
        {t('loudness.heading')}
      </Title>
      <LoudnessWords loudness={loudness} />
    </Stack>
  )
}

function Listening({ bulletinId }: { bulletinId: string }) {
  const { data: waveform, isError } = useWaveform(bulletinId)
  const url = audioUrlOf(bulletinId)
  if (isError) return <PlainPlayer url={url} />
  return waveform ? <WavePlayer key={url} url={url} waveform={waveform} /> : <LoadingState lines={2} />
}
