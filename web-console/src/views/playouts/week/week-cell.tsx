import { VisuallyHidden } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { heardPercent, type Totals } from '../model/playout-totals.ts'
import { useTotalsWords } from '../use-totals-words.ts'

/** The deepest shade keeps the number above it readable by day and by night. */
const SHADE_PERCENT_MAX = 32

/** The percent heard of a day, shaded by it; the number is what tells. */
export function WeekCell({ totals }: { totals: Totals | undefined }) {
  const { t } = useTranslation('playouts')
  const words = useTotalsWords()
  if (!totals)
    return (
      <td style={{ color: 'var(--mantine-color-dimmed)' }}>
        <span aria-hidden>·</span>
        <VisuallyHidden>{t('week.none')}</VisuallyHidden>
      </td>
    )
  const percent = heardPercent(totals)
  const shade = ((percent ?? 0) * SHADE_PERCENT_MAX) / 100
  return (
    <td
      title={`${words.heardOf(totals)}; ${words.counts(totals)}`}
      style={{ background: `color-mix(in srgb, var(--tl-health) ${shade}%, transparent)` }}
    >
      {percent === null ? '–' : t('ratio', { percent })}
    </td>
  )
}
