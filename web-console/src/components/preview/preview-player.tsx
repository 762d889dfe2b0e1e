import { Button, Group } from '@mantine/core'
import { IconEar } from '@tabler/icons-react'

interface PreviewPlayerProps {
  isPending: boolean
  url: string | null
  /** What the button says, and what the player is called. */
  words: { ask: string; player: string }
  onAsk: () => void
}

/** "Nghe thử" and, when the sound has come, a player of it, which begins by itself. */
export function PreviewPlayer({ isPending, url, words, onAsk }: PreviewPlayerProps) {
  return (
    <Group gap="sm">
      <Button
        variant="default"
        leftSection={<IconEar aria-hidden size={18} />}
        loading={isPending}
        onClick={onAsk}
      >
        {words.ask}
      </Button>
      {url && (
        // biome-ignore lint/a11y/useMediaCaption: what it says stands beside it, or nobody knows it yet
        <audio
          controls
          autoPlay
          src={url}
          aria-label={words.player}
          style={{ flex: '1 1 14rem', minWidth: 0 }}
        />
      )}
    </Group>
  )
}
