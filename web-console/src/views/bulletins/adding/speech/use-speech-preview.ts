import type { SpeechOrder } from '@tieng-lang/protocol/browser'
import { useEffect, useRef, useState } from 'react'
import { ProblemError } from '../../../../api/problem-error.ts'
import { smallPlayer } from '../../../../components/bulletin/small-player.ts'
import { speechPreview } from './speech-preview.ts'

interface Preview {
  isPending: boolean
  url: string | null
  cause: unknown
}

const NONE: Preview = { isPending: false, url: null, cause: null }

/** Asks for one preview at a time; a newer one takes the place of the older. */
export function useSpeechPreview() {
  const [preview, setPreview] = useState(NONE)
  const abort = useRef<AbortController>(null)
  useEffect(() => () => abort.current?.abort(), [])
  const { url } = preview
  useEffect(() => () => (url === null ? undefined : URL.revokeObjectURL(url)), [url])

  const ask = async (speech: SpeechOrder) => {
    abort.current?.abort()
    smallPlayer.stop()
    const mine = new AbortController()
    abort.current = mine
    setPreview({ ...NONE, isPending: true })
    try {
      const blob = await speechPreview(speech, mine.signal)
      setPreview({ ...NONE, url: URL.createObjectURL(blob) })
    } catch (cause) {
      const isOld = cause instanceof ProblemError && cause.code === 'aborted'
      if (!isOld) setPreview({ ...NONE, cause })
    }
  }
  return { ...preview, ask, clear: () => setPreview(NONE) }
}
