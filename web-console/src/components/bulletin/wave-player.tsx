import { ActionIcon, Box, Button, Group, Stack, Text } from '@mantine/core'
import {
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconRewindBackward10,
  IconRewindForward10,
} from '@tabler/icons-react'
import type { Waveform } from '@tieng-lang/protocol/browser'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useWavesurfer } from './use-wavesurfer.ts'

const STEP_S = 5
const JUMP_S = 10

/** The sound as a picture, heard from where one touches it; by keyboard a slider. */
export function WavePlayer({ url, waveform }: { url: string; waveform: Waveform }) {
  const { t } = useTranslation('bulletins')
  const player = useWavesurfer(url, waveform)
  const lengthS = waveform.durationMs / 1_000
  if (player.isBroken) return <PlainPlayer url={url} />
  const onKeyDown = (event: KeyboardEvent) => {
    const act = keyAct(event.key, player, lengthS)
    if (!act) return
    event.preventDefault()
    act()
  }
  const position = t('one.positionText', { at: clockText(player.atS), length: clockText(lengthS) })
  return (
    <Stack gap="xs">
      <Box
        role="slider"
        tabIndex={0}
        aria-label={t('one.position')}
        aria-valuemin={0}
        aria-valuemax={Math.round(lengthS)}
        aria-valuenow={Math.round(player.atS)}
        aria-valuetext={position}
        onKeyDown={onKeyDown}
      >
        <div ref={player.container} style={{ height: 96 }} />
      </Box>
      <Group gap="sm">
        <Button
          variant="light"
          size="md"
          leftSection={
            player.isPlaying ? (
              <IconPlayerPauseFilled aria-hidden size={20} />
            ) : (
              <IconPlayerPlayFilled aria-hidden size={20} />
            )
          }
          onClick={player.toggle}
        >
          {t(player.isPlaying ? 'one.pause' : 'one.play')}
        </Button>
        <ActionIcon
          variant="default"
          size={42}
          aria-label={t('one.back10')}
          onClick={() => player.seek(player.atS - JUMP_S)}
        >
          <IconRewindBackward10 aria-hidden size={22} />
        </ActionIcon>
        <ActionIcon
          variant="default"
          size={42}
          aria-label={t('one.on10')}
          onClick={() => player.seek(player.atS + JUMP_S)}
        >
          <IconRewindForward10 aria-hidden size={22} />
        </ActionIcon>
        <Text>{position}</Text>
      </Group>
      <Text size="sm" c="dimmed" visibleFrom="sm">
        {t('one.waveKeys')}
      </Text>
    </Stack>
  )
}

/** What the browser has of itself, where the picture cannot be drawn. */
export function PlainPlayer({ url }: { url: string }) {
  const { t } = useTranslation('bulletins')
  return (
    // biome-ignore lint/a11y/useMediaCaption: what is said stands in the text or is the recording itself
    <audio
      controls
      preload="metadata"
      src={url}
      aria-label={t('one.listenHeading')}
      style={{ width: '100%' }}
    />
  )
}

interface Seekable {
  atS: number
  toggle: () => void
  seek: (toS: number) => void
}

/** What a key of a slider does (ARIA slider pattern), and the space bar as in every player. */
function keyAct(key: string, { atS, toggle, seek }: Seekable, lengthS: number): (() => void) | undefined {
  const acts: Record<string, () => void> = {
    ' ': toggle,
    ArrowLeft: () => seek(atS - STEP_S),
    ArrowDown: () => seek(atS - STEP_S),
    ArrowRight: () => seek(atS + STEP_S),
    ArrowUp: () => seek(atS + STEP_S),
    PageDown: () => seek(atS - lengthS / 10),
    PageUp: () => seek(atS + lengthS / 10),
    Home: () => seek(0),
    End: () => seek(lengthS),
  }
  return acts[key]
}

/** 83.4 s → "1:23". */
function clockText(seconds: number): string {
  const whole = Math.floor(seconds)
  const hours = Math.floor(whole / 3_600)
  const minutes = Math.floor((whole % 3_600) / 60)
  const rest = String(whole % 60).padStart(2, '0')
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`
}
