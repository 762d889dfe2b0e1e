import { Group, Pill, Text } from '@mantine/core'
import type { Place, ProgrammeTargets } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { useAreas, useClusters, useZones } from '../../../../api/queries.ts'
import { PlacePicker } from '../../../../components/place-picker.tsx'
import type { ProgrammeForm } from '../../model/programme-form.ts'
import { Section, type SectionProps } from './section.tsx'

const KINDS = ['areas', 'zones', 'clusters'] as const

interface TargetsSectionProps extends SectionProps<ProgrammeForm> {
  /** How many clusters it reaches; undefined while nobody knows. */
  clusterCount: number | undefined
}

/** Where it is heard: areas, zones and clusters, one after another. */
export function TargetsSection({ form, change, clusterCount }: TargetsSectionProps) {
  const { t } = useTranslation('programmes')
  const nameOf = useTargetNames()
  const { targets } = form
  const drop = (kind: (typeof KINDS)[number], id: string) =>
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
            <Pill
              key={`${kind} ${id}`}
              size="lg"
              withRemoveButton
              onRemove={() => drop(kind, id)}
              removeButtonProps={{ 'aria-label': t('targets.remove', { name: nameOf(kind, id) }) }}
            >
              {nameOf(kind, id)}
            </Pill>
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

/** The name of a target; what I may not see, or is no longer there, keeps its id. */
function useTargetNames() {
  const { data: areas = [] } = useAreas()
  const { data: zones = [] } = useZones()
  const { data: clusters = [] } = useClusters()
  return (kind: (typeof KINDS)[number], id: string): string => {
    if (kind === 'areas') return areas.find(({ areaId }) => areaId === id)?.name ?? id
    if (kind === 'zones') return zones.find(({ zoneId }) => zoneId === id)?.name ?? id
    return clusters.find(({ clusterId }) => clusterId === id)?.name ?? id
  }
}
