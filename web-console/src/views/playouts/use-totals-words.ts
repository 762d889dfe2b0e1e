import { useTranslation } from 'react-i18next'
import { minutesOf, type Totals } from './model/playout-totals.ts'

/** Totals in words. */
export function useTotalsWords() {
  const { t, i18n } = useTranslation('playouts')
  const minutes = (durationMs: number) => t('minutes', { minutes: minutesOf(durationMs, i18n.language) })
  return {
    /** "phát 28 phút / dự kiến 30 phút" */
    heardOf: ({ heardMs, askedMs }: Pick<Totals, 'heardMs' | 'askedMs'>) =>
      t('heardOf', { heard: minutes(heardMs), planned: minutes(askedMs) }),
    /** "12 phát đủ · 1 không phát": what did not happen is left out. */
    counts: ({ heardCount, partlyHeardCount, notHeardCount }: Totals) =>
      [
        heardCount > 0 && t('counts.heard', { count: heardCount }),
        partlyHeardCount > 0 && t('counts.partlyHeard', { count: partlyHeardCount }),
        notHeardCount > 0 && t('counts.notHeard', { count: notHeardCount }),
      ]
        .filter(Boolean)
        .join(' · '),
  }
}
