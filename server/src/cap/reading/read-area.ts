import type { CapArea } from '../cap-alert.ts'
import { type CapAdvice, refuseCap } from '../cap-refusal.ts'
import { altitude, circle, polygon } from './geometry.ts'
import { AT_MOST_ONCE, type Leaf, ONCE, openElement, type Sequence, upTo } from './sequence.ts'
import { optional, pair, requiredText } from './values.ts'

const AREA: Sequence = {
  clause: '§3.2.4',
  children: {
    areaDesc: ONCE,
    polygon: upTo(100),
    circle: upTo(100),
    geocode: upTo(1_000),
    altitude: AT_MOST_ONCE,
    ceiling: AT_MOST_ONCE,
  },
}

/** §3.2.4. Throws `CapRefused`. */
export function readArea(leaf: Leaf, advice: CapAdvice[]): CapArea {
  const inside = openElement(leaf.element, leaf.path, AREA)
  const area: CapArea = {
    areaDesc: requiredText(inside.one('areaDesc')),
    polygons: inside.all('polygon').map(polygon),
    circles: inside.all('circle').map(circle),
    geocodes: inside.all('geocode').map(pair),
    altitudeFt: optional(inside.first('altitude'), altitude),
    ceilingFt: optional(inside.first('ceiling'), altitude),
  }
  const { altitudeFt, ceilingFt } = area
  if (ceilingFt !== null && altitudeFt === null)
    refuseCap(inside.where('ceiling', 1), 'ceilingAlone', 'only together with <altitude>')
  if (ceilingFt !== null && altitudeFt !== null && ceilingFt < altitudeFt)
    refuseCap(inside.where('altitude', 1), 'ceilingBelowAltitude', 'the ceiling lies below the altitude')
  if (area.geocodes.length > 0 && area.polygons.length === 0 && area.circles.length === 0)
    advice.push({ code: 'geocodeAlone', ...inside.where('geocode', 4) })
  return area
}
