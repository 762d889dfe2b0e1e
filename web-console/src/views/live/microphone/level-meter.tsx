import { Group, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { LOW_PEAK_DB } from '../sound/level/level-watch.ts'
import { useStudioState } from '../studio/studio-context.ts'

/** The scale of the meter, in dB of full scale. */
const FROM_DB = -60
/** Speech belongs between these; beyond the last it is about to be cut off. */
const LOW_DB = LOW_PEAK_DB
const HIGH_DB = -3

/** How loud the microphone is: a bar with its good part marked, and the number beside it. */
export function LevelMeter() {
  const { t } = useTranslation('live')
  const peakDb = useStudioState(({ report }) => report?.level?.peakDb ?? null)
  const db = Math.round(Math.max(FROM_DB, peakDb ?? FROM_DB))
  return (
    <Group gap="sm" wrap="nowrap">
      {/* biome-ignore lint/a11y/useSemanticElements: a <meter> cannot show its good part; each browser draws its own */}
      <div
        className="tl-meter"
        role="meter"
        aria-label={t('microphone.level')}
        aria-valuemin={FROM_DB}
        aria-valuemax={0}
        aria-valuenow={db}
        aria-valuetext={t('microphone.levelText', { db })}
        data-zone={zoneOf(db)}
      >
        <div
          className="tl-meter-good"
          style={{ left: part(LOW_DB), right: `${(HIGH_DB / FROM_DB) * 100}%` }}
        />
        <div className="tl-meter-level" style={{ width: part(db) }} />
      </div>
      <Text size="sm" w={60} ta="end" style={{ flex: 'none' }}>
        {peakDb === null ? '–' : t('microphone.levelText', { db })}
      </Text>
    </Group>
  )
}

function part(db: number): string {
  return `${((db - FROM_DB) / -FROM_DB) * 100}%`
}

function zoneOf(db: number): 'low' | 'good' | 'high' {
  if (db < LOW_DB) return 'low'
  return db > HIGH_DB ? 'high' : 'good'
}
