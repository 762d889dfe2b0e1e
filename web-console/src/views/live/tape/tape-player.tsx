import { Button } from '@mantine/core'
import { IconHeadphones } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import type { TapeName } from '../sound/desk/desk-report.ts'
import { useStudio, useStudioState } from '../studio/studio-context.ts'

/** What will be played, as it will be played: the very packets, made audible when somebody wants to hear them. */
export function TapePlayer({ tape, label }: { tape: TapeName; label: string }) {
  const studio = useStudio()
  const heard = useStudioState((state) => state.heard)
  const [isPreparing, setIsPreparing] = useState(false)
  const isReady = heard?.tape === tape
  useEffect(() => {
    if (isReady) setIsPreparing(false)
  }, [isReady])
  if (isReady)
    return (
      // biome-ignore lint/a11y/useMediaCaption: it is what the speaker has just said
      <audio controls autoPlay={isPreparing} src={heard.url} aria-label={label} style={{ width: '100%' }} />
    )
  const listen = () => {
    setIsPreparing(true)
    studio.listenTo(tape)
  }
  return (
    <Button
      variant="light"
      mih={44}
      loading={isPreparing}
      leftSection={<IconHeadphones aria-hidden size={20} />}
      onClick={listen}
    >
      {label}
    </Button>
  )
}
