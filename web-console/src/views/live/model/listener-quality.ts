import type { LiveListener } from '@tieng-lang/protocol/browser'

/** How a cluster that sounds hears it: without a hole, now and then with one, or with many; unknown before its report. */
export type ListenerQuality = 'good' | 'fair' | 'poor' | 'unknown'

/** The first is what the network profiles reach (`live` benchmark); beyond the second words are lost. */
const GOOD_PERCENT_MAX = 1
const FAIR_PERCENT_MAX = 5

export function qualityOf({ concealedPercent }: Pick<LiveListener, 'concealedPercent'>): ListenerQuality {
  if (concealedPercent === null) return 'unknown'
  if (concealedPercent <= GOOD_PERCENT_MAX) return 'good'
  return concealedPercent <= FAIR_PERCENT_MAX ? 'fair' : 'poor'
}

/** Whoever does not sound clearly: shown first, and always. */
export function isTroubled(listener: LiveListener): boolean {
  if (listener.state !== 'sounding') return true
  const quality = qualityOf(listener)
  return quality === 'fair' || quality === 'poor'
}

const ORDER = ['refused', 'gone', 'waiting', 'connected', 'sounding']

/** Those with trouble first, each kind by name. */
export function sortListeners(listeners: readonly LiveListener[]): LiveListener[] {
  const rank = (listener: LiveListener) =>
    ORDER.indexOf(listener.state) + (isTroubled(listener) ? 0 : ORDER.length)
  return listeners.toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, 'vi'))
}
