import type { ClusterState } from '@tieng-lang/protocol/browser'

/** What sounds over all clusters: titles by how many clusters sound them, and when the last of them ends. */
export function soundingNow(clusters: readonly ClusterState[]) {
  const counts = new Map<string, number>()
  let clusterCount = 0
  let endsAt: number | null = null
  for (const { playing } of clusters) {
    if (!playing) continue
    clusterCount += 1
    counts.set(playing.title, (counts.get(playing.title) ?? 0) + 1)
    if (playing.endsAt !== null) endsAt = Math.max(endsAt ?? 0, playing.endsAt)
  }
  const titles = [...counts].toSorted(([, a], [, b]) => b - a).map(([title]) => title)
  return { clusterCount, titles, endsAt }
}
