import { Button, Group, Stack, Text } from '@mantine/core'
import { IconPlayerRecordFilled, IconPlayerStopFilled } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { ConfirmButton } from '../../../components/dialogs/confirm-button.tsx'
import { sayClock } from '../model/say-clock.ts'
import { TAPE_MS_MAX } from '../sound/coding/tape.ts'
import { useStudio, useStudioState } from '../studio/studio-context.ts'
import { TapePlayer } from './tape-player.tsx'

const MINUTES = TAPE_MS_MAX / 60_000

/** Records, lets it be listened to, and drops it or records anew; nothing of it is heard anywhere else. */
export function RecordCard() {
  const { t } = useTranslation('live')
  const studio = useStudio()
  const isOpen = useStudioState(({ microphone }) => microphone === 'open')
  const isRecording = useStudioState(({ report }) => report?.isRecording ?? false)
  const recordedMs = useStudioState(({ report }) => report?.recordedMs ?? 0)
  const time = sayClock(recordedMs)
  if (isRecording)
    return (
      <Stack gap="xs">
        <Button
          size="lg"
          h={64}
          variant="outline"
          leftSection={<IconPlayerStopFilled aria-hidden />}
          onClick={() => studio.setRecording(false)}
        >
          {t('tape.stop')}
        </Button>
        <Text fw={500} ta="center">
          {t('tape.recording', { time })}
        </Text>
      </Stack>
    )
  if (recordedMs === 0)
    return (
      <div>
        <Button
          fullWidth
          size="lg"
          h={64}
          disabled={!isOpen}
          leftSection={<IconPlayerRecordFilled aria-hidden />}
          onClick={() => studio.setRecording(true)}
        >
          {t('tape.record')}
        </Button>
        <Text size="sm" c="dimmed" ta="center" mt={4}>
          {t('tape.hint', { minutes: MINUTES })}
        </Text>
      </div>
    )
  return (
    <Stack gap="xs" className="tl-surface" p="sm">
      <Text fw={500}>{t('tape.recorded', { time })}</Text>
      {recordedMs >= TAPE_MS_MAX && <Text size="sm">{t('tape.full', { minutes: MINUTES })}</Text>}
      <TapePlayer tape="recorded" label={t('tape.listen')} />
      <Group gap="xs">
        <ConfirmButton
          question={t('tape.dropQuestion')}
          disabled={!isOpen}
          onConfirm={() => studio.setRecording(true)}
        >
          {t('tape.again')}
        </ConfirmButton>
        <ConfirmButton question={t('tape.dropQuestion')} onConfirm={() => studio.drop('recorded')}>
          {t('tape.drop')}
        </ConfirmButton>
      </Group>
    </Stack>
  )
}
