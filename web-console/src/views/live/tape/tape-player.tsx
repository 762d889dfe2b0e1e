import { Button } from '@mantine/core'
import { IconHeadphones } from '@tabler/icons-react'
import { useState } from 'react'
import type { TapeName } from '../sound/desk/desk-report.ts'
import { useStudio, useStudioState } from '../studio/studio-context.ts'

/** What will be played, as it will be played: the very packets, made audible when somebody wants to hear them. */
export function TapePlayer({ tape, label }: { tape: TapeName; label: string }) {
  const studio = useStudio()
  const heard = useStudioState((state) => state.heard)
  const [isAsked, setIsAsked] = useState(false)
  if (heard?.tape === tape)
    return (
      // biome-ignore lint/a11y/useMediaCaption: it is what the speaker has just said
      <audio controls autoPlay={isAsked} src={heard.url} aria-label={label} style={{ width: '100%' }} />
    )
  const listen = () => {
    setIsAsked(true)
    studio.listenTo(tape)
  }
  return (
    <Button
      variant="light"
      mih={44}
      loading={isAsked}
      leftSection={<IconHeadphones aria-hidden size={20} />}
      onClick={listen}
    >
      {label}
    </Button>
  )
}
