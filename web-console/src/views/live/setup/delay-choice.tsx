import { Radio, Stack } from '@mantine/core'
import { LIVE_DELAYS_MS, type LiveDelay } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'

const DELAYS: readonly LiveDelay[] = ['lan', 'live', 'robust']

/** How far the loudspeakers are behind the voice: the longer, the fewer holes. */
export function DelayChoice({ value, onChange }: { value: LiveDelay; onChange: (delay: LiveDelay) => void }) {
  const { t } = useTranslation('live')
  const choose = (next: string) => {
    const delay = DELAYS.find((each) => each === next)
    if (delay) onChange(delay)
  }
  return (
    <Radio.Group label={t('delay.label')} value={value} onChange={choose}>
      <Stack gap="xs" mt={4}>
        {DELAYS.toSorted((a, b) => LIVE_DELAYS_MS[a] - LIVE_DELAYS_MS[b]).map((delay) => (
          <Radio
            key={delay}
            value={delay}
            label={t(`delay.${delay}`)}
            description={t(`delay.${delay}Hint`)}
          />
        ))}
      </Stack>
    </Radio.Group>
  )
}
