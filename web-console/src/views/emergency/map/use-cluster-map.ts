import type { AreaAnswer, Position } from '@tieng-lang/protocol/browser'
import { useEffect, useMemo, useRef, useState } from 'react'
import 'leaflet/dist/leaflet.css'
import { ClusterMap, type Dot } from './cluster-map.ts'
import './map.css'
import { communeOutlines, type PlacedCluster } from './outlines.ts'

interface Shown {
  clusters: readonly PlacedCluster[]
  areas: readonly AreaAnswer[]
  dots: readonly Dot[]
  onPress?: (position: Position) => void
}

/** A map in a box of the page, with outlines and dots kept as they are given. */
export function useClusterMap({ clusters, areas, dots, onPress }: Shown) {
  const container = useRef<HTMLDivElement>(null)
  const [shown, setShown] = useState<ClusterMap | null>(null)
  const press = useRef(onPress)
  press.current = onPress
  useEffect(() => {
    if (!container.current) return
    const made = new ClusterMap(container.current, (position) => press.current?.(position))
    setShown(made)
    return () => made.remove()
  }, [])
  const outlines = useMemo(() => communeOutlines(clusters, areas), [clusters, areas])
  useEffect(() => shown?.showOutlines(outlines), [shown, outlines])
  useEffect(() => shown?.showDots(dots), [shown, dots])
  return { container, map: shown }
}
