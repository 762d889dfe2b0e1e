import type { CapCircle, CapPoint } from '../cap-alert.ts'
import { refuseCap } from '../cap-refusal.ts'
import type { Leaf } from './sequence.ts'
import { collapsed } from './values.ts'

const POINTS_MAX = 5_000
const DECIMAL = /^[+-]?[0-9]{1,12}(?:\.[0-9]{1,20})?$/

/** §3.2.4 polygon (1)-(2): pairs of WGS 84 separated by white space, at least four, the last the same as the first. */
export function polygon(leaf: Leaf): CapPoint[] {
  const pairs = collapsed(leaf).split(' ')
  if (pairs.length > POINTS_MAX)
    refuseCap({ ...leaf.where(), rule: 'limit' }, 'tooMany', `over ${POINTS_MAX} points`)
  const points = pairs.map((pair) => pointOf(leaf, pair))
  if (points.length < 4) refuseCap(leaf.where(2), 'polygonTooShort', 'a polygon has four pairs at least')
  const [first, last] = [points[0], points.at(-1)]
  if (first?.latitude !== last?.latitude || first?.longitude !== last?.longitude)
    refuseCap(leaf.where(2), 'polygonNotClosed', 'the first and the last pair must be the same')
  return points
}

/** §3.2.4 circle (1): a pair, a space, and the radius in kilometres. */
export function circle(leaf: Leaf): CapCircle {
  const [pair = '', radius = '', ...more] = collapsed(leaf).split(' ')
  const radiusKm = Number(radius)
  if (!DECIMAL.test(radius) || radiusKm < 0 || more.length > 0)
    refuseCap(leaf.where(1), 'badCircle', 'it must be like 10.762,106.66 5 (the radius in kilometres)')
  return { centre: pointOf(leaf, pair), radiusKm }
}

/** CAP 1.2 §3.3.1: latitude, comma, longitude, in decimal degrees. */
function pointOf(leaf: Leaf, pair: string): CapPoint {
  const [latitudeText = '', longitudeText = '', ...more] = pair.split(',')
  const [latitude, longitude] = [Number(latitudeText), Number(longitudeText)]
  const isPair = DECIMAL.test(latitudeText) && DECIMAL.test(longitudeText) && more.length === 0
  if (!isPair || Math.abs(latitude) > 90 || Math.abs(longitude) > 180)
    refuseCap(leaf.where(1), 'badCoordinates', `“${pair.slice(0, 40)}” is no pair of WGS 84 degrees`)
  return { latitude, longitude }
}

/** §3.2.4 altitude (2), ceiling (2): feet above mean sea level. */
export function altitude(leaf: Leaf): number {
  const text = collapsed(leaf)
  if (!/^[+-]?(?:[0-9]{1,12}(?:\.[0-9]{0,20})?|\.[0-9]{1,20})$/.test(text))
    refuseCap(leaf.where(), 'badAltitude', 'it must be a decimal number of feet')
  return Number(text)
}
