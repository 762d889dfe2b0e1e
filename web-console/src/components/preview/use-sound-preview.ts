import { useEffect, useRef, useState } from 'react'
import { ProblemError } from '../../api/problem-error.ts'
import { soundPreview } from '../../api/sound-preview.ts'
import { smallPlayer } from '../bulletin/small-player.ts'

interface Preview {
  isPending: boolean
  url: string | null
  cause: unknown
}

const NONE: Preview = { isPending: false, url: null, cause: null }

/** Asks a route that answers with sound, one at a time; a newer one takes the place of the older. */
export function useSoundPreview<Order>(path: string) {
  const [preview, setPreview] = useState(NONE)
  const abort = useRef<AbortController>(null)
  useEffect(() => () => abort.current?.abort(), [])
  const { url } = preview
  useEffect(() => () => (url === null ? undefined : URL.revokeObjectURL(url)), [url])

  const ask = async (order: Order) => {
    abort.current?.abort()
    smallPlayer.stop()
    const mine = new AbortController()
    abort.current = mine
    setPreview({ ...NONE, isPending: true })
    try {
      const blob = await soundPreview(path, order, mine.signal)
      setPreview({ ...NONE, url: URL.createObjectURL(blob) })
    } catch (cause) {
      const isOld = cause instanceof ProblemError && cause.code === 'aborted'
      if (!isOld) setPreview({ ...NONE, cause })
    }
  }
  const clear = () => {
    abort.current?.abort()
    setPreview(NONE)
  }
  return { ...preview, ask, clear }
}
