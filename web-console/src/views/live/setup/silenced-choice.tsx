import { Group, Select, Stack, Text } from '@mantine/core'
import type { ClusterAnswer } from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { byName } from '../../../components/places/area-picker.tsx'
import { RemovablePill } from '../../../components/removable-pill.tsx'

interface SilencedChoiceProps {
  /** Those of the place that is chosen. */
  clusters: readonly ClusterAnswer[]
  value: readonly string[]
  onChange: (silenced: string[]) => void
}

/** The clusters that the microphone would hear: they stay silent, so that nothing howls. */
export function SilencedChoice({ clusters, value, onChange }: SilencedChoiceProps) {
  const { t } = useTranslation('live')
  const [count, setCount] = useState(0)
  const silenced = clusters.filter(({ clusterId }) => value.includes(clusterId))
  const others = clusters.filter(({ clusterId }) => !value.includes(clusterId))
  const add = (clusterId: string | null) => {
    if (clusterId === null) return
    onChange([...value, clusterId])
    setCount(count + 1)
  }
  return (
    <fieldset className="tl-choice">
      <legend>{t('silenced.label')}</legend>
      <Stack gap="xs">
        <Text size="sm" c="dimmed">
          {t('silenced.hint')}
        </Text>
        {silenced.length > 0 && (
          <Group gap={6}>
            {silenced.map(({ clusterId, name }) => (
              <RemovablePill
                key={clusterId}
                size="lg"
                removeLabel={t('silenced.wake', { name })}
                onRemove={() => onChange(value.filter((each) => each !== clusterId))}
              >
                {name}
              </RemovablePill>
            ))}
          </Group>
        )}
        <Select
          key={count}
          aria-label={t('silenced.choose')}
          placeholder={t(silenced.length > 0 ? 'silenced.choose' : 'silenced.none')}
          nothingFoundMessage={t('pick.noAnswer', { ns: 'common' })}
          searchable
          limit={100}
          filter={byName}
          data={others.map(({ clusterId, name }) => ({ value: clusterId, label: name }))}
          value={null}
          onChange={add}
        />
      </Stack>
    </fieldset>
  )
}
