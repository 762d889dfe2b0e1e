import { Group, Text } from '@mantine/core'
import type { Place, ProgrammeTargets } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { PlacePicker } from '../../../../components/places/place-picker.tsx'
import { RemovablePill } from '../../../../components/removable-pill.tsx'
import type { ProgrammeForm } from '../../model/programme-form.ts'
import { Section, type SectionProps } from './section.tsx'
import { type TargetKind, useTargetNames } from './use-target-names.ts'

const KINDS: readonly TargetKind[] = ['areas', 'zones', 'clusters']

interface TargetsSectionProps extends SectionProps<ProgrammeForm> {
  /** How many clusters it reaches; undefined while nobody knows. */
  clusterCount: number | undefined
}

/** Where it is heard: areas, zones and clusters, one after another. */
export function TargetsSection({ form, change, clusterCount }: TargetsSectionProps) {
  const { t } = useTranslation('programmes')
  const nameOf = useTargetNames()
  const { targets } = form
  const drop = (kind: TargetKind, id: string) =>
    change({ targets: { ...targets, [kind]: targets[kind].filter((other) => other !== id) } })
  return (
    <Section title={t('targets.title')} lead={t('targets.lead')}>
      <PlacePicker
        value={null}
        onChange={(place) => place && change({ targets: withPlace(targets, place) })}
      />
      <Group gap="xs" role="group" aria-label={t('targets.chosen')}>
        {KINDS.flatMap((kind) =>
          targets[kind].map((id) => (
            <RemovablePill
              key={`${kind} ${id}`}
              size="lg"
              onRemove={() => drop(kind, id)}
              removeLabel={t('targets.remove', { name: nameOf(kind, id) })}
            >
              {nameOf(kind, id)}
            </RemovablePill>
          )),
        )}
      </Group>
      {clusterCount !== undefined && (
        <Text fw={500} role="status">
          {t('targets.reaches', { count: clusterCount })}
        </Text>
      )}
    </Section>
  )
}

function withPlace(targets: ProgrammeTargets, place: Place): ProgrammeTargets {
  const add = (ids: readonly string[], id: string) => [...new Set([...ids, id])]
  if ('areaId' in place) return { ...targets, areas: add(targets.areas, place.areaId) }
  if ('zoneId' in place) return { ...targets, zones: add(targets.zones, place.zoneId) }
  return { ...targets, clusters: add(targets.clusters, place.clusterId) }
}
