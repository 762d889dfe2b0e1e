import { Group, NumberInput, Slider, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'

interface VolumeFieldProps {
  percent: number
  onChange: (percent: number) => void
  /** False: the present volume is not known or differs between clusters. */
  isKnown: boolean
}

/** Loudness in percent: a slider for the finger, a number beside it for the keyboard. */
export function VolumeField({ percent, onChange, isKnown }: VolumeFieldProps) {
  const { t } = useTranslation('overview')
  return (
    <Stack gap="xs">
      <Group wrap="nowrap" gap="md">
        <Slider
          flex={1}
          size="lg"
          thumbSize={24}
          thumbLabel={t('order.volume.slider')}
          value={percent}
          onChange={onChange}
          step={5}
          label={(value) => `${value}%`}
        />
        <NumberInput
          aria-label={t('order.volume.number')}
          w={96}
          size="md"
          min={0}
          max={100}
          suffix="%"
          allowDecimal={false}
          clampBehavior="strict"
          value={percent}
          onChange={(value) => typeof value === 'number' && onChange(value)}
        />
      </Group>
      {!isKnown && (
        <Text size="sm" c="dimmed">
          {t('order.volume.unknown')}
        </Text>
      )}
    </Stack>
  )
}
