import type { QueryClient } from '@tanstack/react-query'
import type { ClusterState, ClusterStateAnswer, OverviewAnswer, Update } from '@tieng-lang/protocol/browser'
import { takeEmergency } from '../emergencies/take-emergency.ts'
import { keys, STALE_AFTER } from '../keys.ts'
import { takeLiveSession } from './take-live-session.ts'

/** Puts what came into the store: states are taken over, changes only make answers old. */
export function applyUpdates(client: QueryClient, updates: readonly Update[]): void {
  const states = new Map<string, ClusterState>()
  const stale = new Map<string, readonly string[]>()
  for (const update of updates) {
    if (update.kind === 'cluster') states.set(update.state.clusterId, update.state)
    if (update.kind === 'changed')
      for (const key of STALE_AFTER[update.thing] ?? []) stale.set(key.join(), key)
    if (update.kind === 'emergency') takeEmergency(client, update.emergency)
    if (update.kind === 'live') takeLiveSession(client, update.session)
    if (update.kind === 'broker') setServer(client, { isBrokerConnected: update.isConnected })
    if (update.kind === 'storage') setServer(client, { storage: update.state })
  }
  if (states.size > 0) setStates(client, states)
  for (const key of stale.values()) void client.invalidateQueries({ queryKey: key })
}

function setStates(client: QueryClient, states: ReadonlyMap<string, ClusterState>): void {
  client.setQueryData<OverviewAnswer>(keys.overview, (old) => old && withStates(old, states))
  for (const [clusterId, state] of states) {
    const queryKey = keys.clusterState(clusterId)
    const old = client.getQueryData<ClusterStateAnswer>(queryKey)
    if (!old) continue
    client.setQueryData<ClusterStateAnswer>(queryKey, { ...old, ...state })
    // Which records are missing is told only to those who ask.
    if (old.gapCount !== state.gapCount) void client.invalidateQueries({ queryKey })
  }
}

/** The overview with these states put in; a cluster that was not there is added. */
function withStates(old: OverviewAnswer, states: ReadonlyMap<string, ClusterState>): OverviewAnswer {
  const known = new Set(old.clusters.map(({ clusterId }) => clusterId))
  const added = [...states.values()].filter(({ clusterId }) => !known.has(clusterId))
  const kept = old.clusters.map((state) => states.get(state.clusterId) ?? state)
  return { ...old, clusters: [...kept, ...added] }
}

/** How the server itself stands. */
function setServer(
  client: QueryClient,
  change: Partial<Pick<OverviewAnswer, 'isBrokerConnected' | 'storage'>>,
): void {
  client.setQueryData<OverviewAnswer>(keys.overview, (old) => old && { ...old, ...change })
}
