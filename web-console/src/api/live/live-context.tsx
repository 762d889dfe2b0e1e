import { useQueryClient } from '@tanstack/react-query'
import type { Update } from '@tieng-lang/protocol/browser'
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react'
import { LiveUpdates } from './live-updates.ts'

const LiveContext = createContext<LiveUpdates | null>(null)

/** Live updates for as long as somebody is signed in. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient()
  const [live] = useState(() => new LiveUpdates(client))
  useEffect(() => {
    live.start()
    return () => live.stop()
  }, [live])
  return <LiveContext value={live}>{children}</LiveContext>
}

function useLive(): LiveUpdates {
  const live = useContext(LiveContext)
  if (!live) throw new Error('useLive outside LiveProvider')
  return live
}

/** Runs `onUpdate` for every update of one kind while the component is shown. */
export function useUpdates<Kind extends Update['kind']>(
  kind: Kind,
  onUpdate: (update: Extract<Update, { kind: Kind }>) => void,
): void {
  const live = useLive()
  useEffect(() => live.listen((update) => isKind(update, kind) && onUpdate(update)), [live, kind, onUpdate])
}

function isKind<Kind extends Update['kind']>(
  update: Update,
  kind: Kind,
): update is Extract<Update, { kind: Kind }> {
  return update.kind === kind
}

/** Whether live updates come at this moment. */
export function useIsConnected(): boolean {
  const live = useLive()
  return useSyncExternalStore(
    (onChange) => live.onStatus(onChange),
    () => live.isConnected,
  )
}
