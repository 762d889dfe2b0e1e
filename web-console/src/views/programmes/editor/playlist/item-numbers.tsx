import { Group, NumberInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { FormItem } from '../../model/programme-form.ts'

interface ItemNumbersProps {
  item: FormItem
  onChange: (item: FormItem) => void
}

/** How often an item is said, and the silence after it. Nobody hears a station twice: a relay has the silence alone. */
export function ItemNumbers({ item, onChange }: ItemNumbersProps) {
  const { t } = useTranslation('programmes')
  const isRelay = 'relay' in item
  return (
    <Group gap="sm" mt="xs" className="tl-playlist-numbers">
      {!isRelay && (
        <NumberInput
          w={120}
          label={t('playlist.repeats')}
          min={1}
          max={50}
          allowDecimal={false}
          value={item.repeats}
          onChange={(value) =>
            typeof value === 'number' && value >= 1 && onChange({ ...item, repeats: value })
          }
        />
      )}
      <NumberInput
        w={150}
        label={t(isRelay ? 'playlist.gapOnce' : 'playlist.gap')}
        min={0}
        max={600}
        suffix={t('playlist.seconds')}
        value={item.gapSeconds}
        onChange={(value) => typeof value === 'number' && onChange({ ...item, gapSeconds: value })}
      />
    </Group>
  )
}
