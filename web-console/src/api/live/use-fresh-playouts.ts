import { useQueryClient } from '@tanstack/react-query'
import type { ClusterState } from '@tieng-lang/protocol/browser'
import { useCallback, useEffect, useRef } from 'react'
import { useUpdates } from './live-context.tsx'

/** Records come in bursts at the end of a broadcast; the log is asked anew at most this often. */
const REFRESH_MS = 2_000

/** Asks the log anew when a cluster tells of a new last playout. */
export function useFreshPlayouts(): void {
  const client = useQueryClient()
  const lastOf = useRef(new Map<string, string>())
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const onUpdate = useCallback(
    ({ state }: { state: ClusterState }) => {
      const last = state.lastPlayout?.occurrenceId
      if (last === undefined || lastOf.current.get(state.clusterId) === last) return
      lastOf.current.set(state.clusterId, last)
      timer.current ??= setTimeout(() => {
        timer.current = undefined
        void client.invalidateQueries({ queryKey: ['playouts'] })
      }, REFRESH_MS)
    },
    [client],
  )
  useUpdates('cluster', onUpdate)
  useEffect(
    () => () => {
      clearTimeout(timer.current)
      timer.current = undefined
    },
    [],
  )
}
