import type { ProgrammeAnswer } from '@tieng-lang/protocol/browser'

/** A station that is relayed somewhere already. */
export interface UsedStation {
  url: string
  title: string
}

const STATIONS_MAX = 20

/** The stations of all programmes, each address once, as the programme that changed last calls it. */
export function usedStations(
  programmes: readonly Pick<ProgrammeAnswer, 'definition' | 'changedAt'>[],
): UsedStation[] {
  const titles = new Map<string, string>()
  for (const { definition } of programmes.toSorted((a, b) => b.changedAt - a.changedAt))
    for (const item of definition.playlist) {
      if (!('relay' in item) || item.relay.source.kind !== 'stream') continue
      const { url } = item.relay.source
      if (!titles.has(url)) titles.set(url, item.title)
    }
  return [...titles].slice(0, STATIONS_MAX).map(([url, title]) => ({ url, title }))
}
