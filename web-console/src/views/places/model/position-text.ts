import type { Position } from '@tieng-lang/protocol/browser'

/**
 * A pair as maps give it: "20.93, 105.94", "20,93; 105,94", also with a space or degree signs. A comma without a space
 * parts two numbers only where both have points: "20,93" is one number. Null = no pair.
 */
export function readPosition(text: string): Position | null {
  const plain = text.replace(/[°NnEe]/g, ' ').trim()
  const [, first, second] =
    /^([+-]?\d+\.\d+)\s*,\s*([+-]?\d+\.\d+)$/.exec(plain) ??
    /^([+-]?\d+(?:[.,]\d+)?)\s*(?:;|,?\s)\s*([+-]?\d+(?:[.,]\d+)?)$/.exec(plain) ??
    []
  if (first === undefined || second === undefined) return null
  return positionOf(first, second)
}

/** Two fields, point or comma; null where either is no number or no place on earth. */
export function positionOf(latitude: string, longitude: string): Position | null {
  const position = { latitude: degrees(latitude), longitude: degrees(longitude) }
  const isOnEarth = Math.abs(position.latitude) <= 90 && Math.abs(position.longitude) <= 180
  return isOnEarth ? position : null
}

function degrees(text: string): number {
  const plain = text.trim().replace(',', '.')
  return /^[+-]?\d+(\.\d+)?$/.test(plain) ? Number(plain) : Number.NaN
}

/** Viet Nam with its islands and room around them, degrees, as the import reckons: outside, the two are most often swapped. */
export function isInVietnam({ latitude, longitude }: Position): boolean {
  return latitude >= 6 && latitude <= 24 && longitude >= 101 && longitude <= 119
}
