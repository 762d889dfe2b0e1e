import type { Position } from '@tieng-lang/protocol/browser'
import {
  circleMarker,
  featureGroup,
  type LatLngExpression,
  type LayerGroup,
  type Map as LeafletMap,
  layerGroup,
  map,
  polygon,
  polyline,
  tooltip,
} from 'leaflet'
import type { Outline } from './outlines.ts'

/** The middle of Viet Nam, until anything is drawn. */
const MIDDLE: LatLngExpression = [16, 107]
const ZOOM_FIRST = 6
const ZOOM_MAX = 17
const DOT_RADIUS = 8

/** One cluster as it is drawn; the word is said when it is pointed at. */
export interface Dot {
  position: Position
  label: string
  color: string
  /** Hollow where nothing was heard, so that it is not colour alone. */
  isHollow: boolean
}

/** Outlines of communes and a dot for each cluster, without a background from anywhere else. */
export class ClusterMap {
  readonly #map: LeafletMap
  readonly #outlines: LayerGroup
  readonly #dots: LayerGroup
  readonly #drawn: LayerGroup
  #isFitted = false

  constructor(container: HTMLElement, onPress?: (position: Position) => void) {
    this.#map = map(container, {
      attributionControl: false,
      zoomControl: true,
      maxZoom: ZOOM_MAX,
      zoomAnimation: false,
      fadeAnimation: false,
    }).setView(MIDDLE, ZOOM_FIRST)
    this.#outlines = layerGroup().addTo(this.#map)
    this.#dots = layerGroup().addTo(this.#map)
    this.#drawn = layerGroup().addTo(this.#map)
    if (onPress)
      this.#map.on('click', ({ latlng }) => onPress({ latitude: latlng.lat, longitude: latlng.lng }))
  }

  showOutlines(outlines: readonly Outline[]): void {
    this.#outlines.clearLayers()
    for (const { name, ring } of outlines) {
      polygon(ring.map(latLng), { className: 'tl-map-outline', weight: 1.5 }).addTo(this.#outlines)
      const top = ring.toSorted((a, b) => b.latitude - a.latitude)[0]
      // Above it, where no dot is.
      if (top)
        tooltip({ permanent: true, direction: 'top', className: 'tl-map-name' })
          .setLatLng(latLng(top))
          .setContent(name)
          .addTo(this.#outlines)
    }
    if (this.#isFitted || outlines.length === 0) return
    this.#isFitted = true
    const all = featureGroup(outlines.map(({ ring }) => polygon(ring.map(latLng))))
    this.#map.fitBounds(all.getBounds(), { padding: [16, 16] })
  }

  showDots(dots: readonly Dot[]): void {
    this.#dots.clearLayers()
    for (const { position, label, color, isHollow } of dots)
      circleMarker(latLng(position), {
        radius: DOT_RADIUS,
        color,
        weight: 3,
        fillColor: color,
        fillOpacity: isHollow ? 0 : 0.85,
      })
        .bindTooltip(label)
        .addTo(this.#dots)
  }

  /** Whole polygons, and the points of the one that is being drawn. */
  showDrawn(polygons: readonly (readonly Position[])[], points: readonly Position[]): void {
    this.#drawn.clearLayers()
    for (const ring of polygons) polygon(ring.map(latLng), { className: 'tl-map-drawn' }).addTo(this.#drawn)
    if (points.length > 1) polyline(points.map(latLng), { className: 'tl-map-drawn' }).addTo(this.#drawn)
    for (const point of points)
      circleMarker(latLng(point), { radius: 5, className: 'tl-map-drawn' }).addTo(this.#drawn)
  }

  remove(): void {
    this.#map.remove()
  }
}

function latLng({ latitude, longitude }: Position): [number, number] {
  return [latitude, longitude]
}
