import { useEffect, useState } from 'react'

/** The browser's time, Unix ms, anew every `everyMs`. The server decides; this only words times. */
export function useNow(everyMs: number): number {
  const [nowAt, setNowAt] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNowAt(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return nowAt
}
