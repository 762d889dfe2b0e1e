import { ActionIcon } from '@mantine/core'
import { IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { audioUrlOf } from '../../api/bulletins.ts'
import { toast } from '../toast.ts'
import { smallPlayer, useIsListening } from './small-player.ts'

/** A small play button: hears a bulletin here, in the browser; no loudspeaker sounds. */
export function ListenButton({ bulletinId, title }: { bulletinId: string; title: string }) {
  const { t } = useTranslation('bulletins')
  const url = audioUrlOf(bulletinId)
  const isListening = useIsListening(url)
  const Shape = isListening ? IconPlayerPauseFilled : IconPlayerPlayFilled
  return (
    <ActionIcon
      variant={isListening ? 'filled' : 'light'}
      size={44}
      radius="xl"
      aria-label={t(isListening ? 'stopListening' : 'listen', { title })}
      data-listen
      onClick={() => smallPlayer.toggle(url, () => toast(t('cannotListen')))}
    >
      <Shape aria-hidden size={20} />
    </ActionIcon>
  )
}
