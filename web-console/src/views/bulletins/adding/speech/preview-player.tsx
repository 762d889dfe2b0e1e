import { Button, Group } from '@mantine/core'
import { IconEar } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

interface PreviewPlayerProps {
  isPending: boolean
  url: string | null
  onAsk: () => void
}

/** "Nghe thử" and, when the machine has spoken, what it said. */
export function PreviewPlayer({ isPending, url, onAsk }: PreviewPlayerProps) {
  const { t } = useTranslation('bulletins')
  return (
    <Group gap="sm">
      <Button
        variant="default"
        leftSection={<IconEar aria-hidden size={18} />}
        loading={isPending}
        onClick={onAsk}
      >
        {t('speech.preview')}
      </Button>
      {url && (
        // biome-ignore lint/a11y/useMediaCaption: the text itself stands above it
        <audio
          controls
          autoPlay
          src={url}
          aria-label={t('speech.previewPlayer')}
          style={{ flex: '1 1 14rem', minWidth: 0 }}
        />
      )}
    </Group>
  )
}
