import { Button, Group, Progress, Stack, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { sayClock } from '../model/say-clock.ts'
import { useStudio, useStudioState } from '../studio/studio-context.ts'
import { TapePlayer } from '../tape/tape-player.tsx'

/** Shorter than this nobody misses. */
export const UNHEARD_FROM_MS = 200

/** What was said and not heard, while the line was bad: listened to, played now, or dropped; never silently lost. */
export function UnheardNotice({ onPlay }: { onPlay: () => void }) {
  const { t } = useTranslation('live')
  const studio = useStudio()
  const unheardMs = useStudioState(({ report }) => report?.unheardMs ?? 0)
  const playing = useStudioState(({ report }) => report?.playing ?? null)
  const isTalking = useStudioState(({ report }) => report?.isTalking ?? false)
  if (playing?.tape === 'unheard')
    return (
      <Stack gap={6} className="tl-surface" p="sm">
        <Text fw={500}>{t('unheard.playing')}</Text>
        <Progress value={(playing.atMs / playing.lengthMs) * 100} aria-label={t('unheard.playing')} />
      </Stack>
    )
  if (unheardMs < UNHEARD_FROM_MS) return null
  return (
    <Stack gap="xs" className="tl-surface tl-unheard" p="sm" role="status">
      <Text fw={600} style={{ display: 'flex', gap: 8 }}>
        <IconAlertTriangle aria-hidden size={20} style={{ flex: 'none', marginTop: 3 }} />
        {t('unheard.title', { time: sayClock(Math.max(1_000, unheardMs)) })}
      </Text>
      <Text size="sm">{t('unheard.text')}</Text>
      <Group gap="xs">
        <Button mih={44} disabled={isTalking} onClick={onPlay}>
          {t('unheard.play')}
        </Button>
        <TapePlayer tape="unheard" label={t('unheard.listen')} />
        <Button variant="default" mih={44} onClick={() => studio.drop('unheard')}>
          {t('unheard.drop')}
        </Button>
      </Group>
    </Stack>
  )
}
