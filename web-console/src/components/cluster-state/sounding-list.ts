import type { AreaId, BroadcastId, ClusterState } from '@tieng-lang/protocol/browser'

/** One thing that sounds, over all clusters that sound it. */
export interface Sounding {
  broadcastId: BroadcastId
  title: string
  programmeName: string
  isRelay: boolean
  clusterCount: number
  areaIds: AreaId[]
  /** When the first of them began. */
  startedAt: number
  /** When the last of them ends; null where no end is known. */
  endsAt: number | null
}

/** What sounds now, on most clusters first. Items of one broadcast that differ between clusters stay apart. */
export function soundingList(states: readonly ClusterState[]): Sounding[] {
  const list = new Map<string, Sounding>()
  for (const { playing, areaId, isConnected } of states) {
    if (!playing || !isConnected) continue
    const { broadcastId, title, programmeName, isRelay, startedAt, endsAt } = playing
    const key = JSON.stringify([broadcastId, title])
    const known = list.get(key)
    if (!known) {
      const sounding = { broadcastId, title, programmeName, isRelay, startedAt, endsAt }
      list.set(key, { ...sounding, clusterCount: 1, areaIds: [areaId] })
      continue
    }
    known.clusterCount += 1
    if (!known.areaIds.includes(areaId)) known.areaIds.push(areaId)
    known.startedAt = Math.min(known.startedAt, startedAt)
    known.endsAt = known.endsAt === null || endsAt === null ? null : Math.max(known.endsAt, endsAt)
  }
  return [...list.values()].sort((a, b) => b.clusterCount - a.clusterCount)
}

/** The soonest of what comes next anywhere, and on how many clusters. */
export function soonestNext(states: readonly ClusterState[]) {
  let soonest: { title: string; dueAt: number; clusterCount: number } | null = null
  for (const { next } of states) {
    if (!next) continue
    if (!soonest || next.dueAt < soonest.dueAt)
      soonest = { title: next.title, dueAt: next.dueAt, clusterCount: 1 }
    else if (next.dueAt === soonest.dueAt) soonest.clusterCount += 1
  }
  return soonest
}
