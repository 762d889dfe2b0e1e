import type { RelaySource } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { useTimes } from '../../i18n/use-times.ts'
import { stationOf } from './station.ts'

/** A relay's facts in words: where it comes from, and how long at most. */
export function useSayRelay() {
  const { t, i18n } = useTranslation('relays')
  const times = useTimes()
  const source = (from: RelaySource): string => {
    if (from.kind === 'stream') return stationOf(from.url)
    const megahertz = new Intl.NumberFormat(i18n.language).format(from.frequencyKhz / 1_000)
    return t('say.tuner', { megahertz })
  }
  const longest = (durationMsMax: number): string =>
    t('say.longest', { length: times.duration(durationMsMax) })
  return { source, longest }
}
