import type { Position } from '@tieng-lang/protocol'

export type Polygon = readonly Position[]

/**
 * Whether a position lies in the polygon, by how often a line from it to the east crosses the edge (even-odd rule).
 * Degrees are taken as a plane: a commune is small, and Viet Nam is far from the poles and the date line.
 */
export function isInside({ latitude, longitude }: Position, polygon: Polygon): boolean {
  let isIn = false
  for (const [index, one] of polygon.entries()) {
    const other = polygon[(index + 1) % polygon.length] ?? one
    if (one.latitude > latitude === other.latitude > latitude) continue
    const part = (latitude - one.latitude) / (other.latitude - one.latitude)
    if (longitude < one.longitude + part * (other.longitude - one.longitude)) isIn = !isIn
  }
  return isIn
}

/** The smallest rectangle around it. */
export function boundsOf(polygon: Polygon): { southWest: Position; northEast: Position } {
  const latitudes = polygon.map(({ latitude }) => latitude)
  const longitudes = polygon.map(({ longitude }) => longitude)
  return {
    southWest: { latitude: Math.min(...latitudes), longitude: Math.min(...longitudes) },
    northEast: { latitude: Math.max(...latitudes), longitude: Math.max(...longitudes) },
  }
}
