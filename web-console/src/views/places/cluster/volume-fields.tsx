import { ActionIcon, Alert, Group, NumberInput, SimpleGrid, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconTrash } from '@tabler/icons-react'
import type { VolumeSettings } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { TimeField } from '../../../components/dates/time-field.tsx'
import { type LineProps, LinesField } from '../../../components/lines-field.tsx'
import { isOverCap } from './cluster-form.ts'

type TimedVolume = VolumeSettings['byTimeOfDay'][number]

/** As the protocol bounds them. */
const ROWS_MAX = 24

const EARLY: TimedVolume = { from: '05:00', until: '06:00', percent: 40 }

interface VolumeFieldsProps {
  value: VolumeSettings
  onChange: (volume: VolumeSettings) => void
}

/** How loud: usually, in an emergency, at most, and at certain hours. Percent of the amplifier's range. */
export function VolumeFields({ value, onChange }: VolumeFieldsProps) {
  const { t } = useTranslation('places')
  const put = (part: Partial<VolumeSettings>) => onChange({ ...value, ...part })
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        <Percent
          label={t('cluster.volume')}
          value={value.defaultPercent}
          onChange={(defaultPercent) => put({ defaultPercent })}
        />
        <Percent
          label={t('cluster.emergency')}
          value={value.emergencyPercent}
          onChange={(emergencyPercent) => put({ emergencyPercent })}
        />
        <Percent
          label={t('cluster.cap')}
          description={t('cluster.capHint')}
          value={value.hardCapPercent}
          onChange={(hardCapPercent) => put({ hardCapPercent })}
        />
      </SimpleGrid>
      {isOverCap(value) && (
        <Alert color="amber" variant="light" icon={<IconAlertTriangle aria-hidden />}>
          {t('cluster.overCap', { percent: value.hardCapPercent })}
        </Alert>
      )}
      <TimedVolumes value={value.byTimeOfDay} onChange={(byTimeOfDay) => put({ byTimeOfDay })} />
    </Stack>
  )
}

interface TimedVolumesProps {
  value: readonly TimedVolume[]
  onChange: (rows: TimedVolume[]) => void
}

function TimedVolumes({ value, onChange }: TimedVolumesProps) {
  const { t } = useTranslation('places')
  return (
    <Stack gap="xs" role="group" aria-label={t('cluster.byTime')}>
      <Text fw={500}>{t('cluster.byTime')}</Text>
      <Text size="sm" c="dimmed">
        {t('cluster.byTimeHint')}
      </Text>
      <LinesField
        value={value}
        onChange={onChange}
        line={TimedVolumeLine}
        newLine={EARLY}
        addWord={t('cluster.addTime')}
        linesMax={ROWS_MAX}
      />
    </Stack>
  )
}

function TimedVolumeLine({ number, value: row, onChange, onRemove }: LineProps<TimedVolume>) {
  const { t } = useTranslation('places')
  const name = t('cluster.byTimeRow', { count: number })
  return (
    <Group align="flex-start" gap="xs" role="group" aria-label={name} wrap="nowrap">
      <TimeField label={t('quiet.from')} value={row.from} onChange={(from) => onChange({ ...row, from })} />
      <TimeField
        label={t('quiet.until')}
        value={row.until}
        onChange={(until) => onChange({ ...row, until })}
      />
      <Percent
        label={t('cluster.percent')}
        value={row.percent}
        onChange={(percent) => onChange({ ...row, percent })}
      />
      <ActionIcon
        variant="default"
        size={42}
        mt={25}
        style={{ flex: 'none' }}
        aria-label={`${t('cluster.removeTime')} (${name})`}
        title={t('cluster.removeTime')}
        onClick={onRemove}
      >
        <IconTrash aria-hidden size={18} />
      </ActionIcon>
    </Group>
  )
}

interface PercentProps {
  label: string
  description?: string
  value: number
  onChange: (percent: number) => void
}

function Percent({ value, onChange, ...words }: PercentProps) {
  return (
    <NumberInput
      size="md"
      min={0}
      max={100}
      allowDecimal={false}
      clampBehavior="strict"
      required
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      value={value}
      onChange={(typed) => typeof typed === 'number' && onChange(typed)}
      {...words}
    />
  )
}
