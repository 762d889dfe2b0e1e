import { Progress, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { heardPercent, type Totals } from '../model/playout-totals.ts'
import { useTotalsWords } from '../use-totals-words.ts'

/** How much of what was planned was heard: a bar, the percent and the minutes. */
export function RatioBar({ totals }: { totals: Totals }) {
  const { t } = useTranslation('playouts')
  const words = useTotalsWords()
  const percent = heardPercent(totals)
  return (
    <>
      <Progress
        size="sm"
        value={percent ?? 0}
        aria-label={percent === null ? t('noRatio') : t('ratioLabel', { percent })}
      />
      <Text size="sm" component="span">
        <b>{percent === null ? '–' : t('ratio', { percent })}</b> · {words.heardOf(totals)}
      </Text>
    </>
  )
}
