import { Text } from '@mantine/core'
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useStudioState } from '../studio/studio-context.ts'

/** What to do about the loudness, read out when it changes. On air nobody is asked to try the microphone. */
export function LevelWords({ isOnAir = false }: { isOnAir?: boolean }) {
  const { t } = useTranslation('live')
  const word = useStudioState(({ report }) => {
    if (report?.isInterrupted) return 'interrupted'
    if (!report?.level) return null
    return report.warning ?? (report.isVoice ? 'good' : 'quiet')
  })
  if (word === null) return null
  const isFine = word === 'good' || word === 'quiet'
  const Icon = isFine ? IconCheck : IconAlertTriangle
  return (
    <Text
      size="sm"
      mih={isOnAir ? 22 : 42}
      role={isFine ? undefined : 'status'}
      c={isFine ? 'dimmed' : 'var(--tl-fault)'}
      fw={isFine ? 400 : 500}
      style={{ display: 'flex', gap: 6, alignItems: 'flex-start' }}
    >
      {word !== 'quiet' && <Icon aria-hidden size={18} style={{ flex: 'none', marginTop: 2 }} />}
      {!(isOnAir && word === 'quiet') && t(`microphone.${word}`)}
    </Text>
  )
}
