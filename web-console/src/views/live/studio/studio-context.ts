import { createContext, useContext, useEffect, useState, useSyncExternalStore } from 'react'
import { Studio } from './studio.ts'
import type { StudioState } from './studio-state.ts'

export const StudioContext = createContext<Studio | null>(null)

/** The studio of this page; everything in it is off once the page is left. */
export function useNewStudio(habits: Pick<StudioState, 'isCleaned'>): Studio {
  const [studio] = useState(() => new Studio())
  const { isCleaned } = habits
  useEffect(() => {
    studio.adopt({ isCleaned })
    return () => studio.stop()
  }, [studio, isCleaned])
  return studio
}

export function useStudio(): Studio {
  const studio = useContext(StudioContext)
  if (!studio) throw new Error('useStudio outside StudioContext')
  return studio
}

/** A part of what the studio shows; the component is drawn anew when that part changes. */
export function useStudioState<Part>(choose: (state: StudioState) => Part): Part {
  const studio = useStudio()
  return useSyncExternalStore(
    (onChange) => studio.listen(onChange),
    () => choose(studio.state),
  )
}
