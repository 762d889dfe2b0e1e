import type { AreaAnswer, AreaId, Position } from '@tieng-lang/protocol/browser'
import { communeFinder } from '../../../components/places/communes.ts'

/** Around the outermost clusters, so that a dot lies inside its outline; about 300 m. */
const MARGIN_DEGREES = 0.003

export interface PlacedCluster {
  areaId: AreaId
  position: Position | null
}

export interface Outline {
  areaId: AreaId
  name: string
  ring: Position[]
}

/**
 * An outline of each commune as its clusters show it: nobody has given us borders, and none are fetched from abroad.
 * The hull of the clusters' positions with a margin around each.
 */
export function communeOutlines(clusters: readonly PlacedCluster[], areas: readonly AreaAnswer[]): Outline[] {
  const communeOf = communeFinder(areas)
  const found = new Map<AreaId, { name: string; points: Position[] }>()
  for (const { areaId, position } of clusters) {
    const commune = communeOf(areaId)
    if (!commune || !position) continue
    const known = found.get(commune.areaId) ?? { name: commune.name, points: [] }
    known.points.push(...around(position))
    found.set(commune.areaId, known)
  }
  return [...found].map(([areaId, { name, points }]) => ({ areaId, name, ring: convexHull(points) }))
}

/** Eight points about a cluster, in degrees that look round in Viet Nam. */
function around({ latitude, longitude }: Position): Position[] {
  return Array.from({ length: 8 }, (_, index) => {
    const angle = (index * Math.PI) / 4
    return {
      latitude: latitude + MARGIN_DEGREES * Math.sin(angle),
      longitude: longitude + MARGIN_DEGREES * Math.cos(angle),
    }
  })
}

/** Andrew's monotone chain: the corners of the smallest convex ring around all points, counter-clockwise. */
export function convexHull(points: readonly Position[]): Position[] {
  const sorted = points.toSorted((a, b) => a.longitude - b.longitude || a.latitude - b.latitude)
  if (sorted.length < 3) return sorted
  const half = (from: readonly Position[]) => {
    const chain: Position[] = []
    for (const point of from) {
      while (chain.length >= 2 && turn(chain.at(-2), chain.at(-1), point) <= 0) chain.pop()
      chain.push(point)
    }
    return chain.slice(0, -1)
  }
  return [...half(sorted), ...half(sorted.toReversed())]
}

/** Above 0 where the way from a over b to c turns left. */
function turn(a: Position | undefined, b: Position | undefined, c: Position): number {
  if (!a || !b) return 1
  return (
    (b.longitude - a.longitude) * (c.latitude - a.latitude) -
    (b.latitude - a.latitude) * (c.longitude - a.longitude)
  )
}
