import { Group, Stack, Text } from '@mantine/core'
import type { Id, ProgrammeAnswer, ProgrammeItemDraft, Validity } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { ListenButton } from '../../../components/bulletin/listen-button.tsx'
import { dayMonthText } from '../../../components/dates/day-month.ts'
import { dateText } from '../../../components/dates/local-dates.ts'
import { useDateWords } from '../../../components/dates/use-date-words.ts'
import { RelayLook } from '../../../components/relay/relay-look.tsx'
import { Section } from './sections/section.tsx'
import { useTargetNames } from './sections/use-target-names.ts'
import { useProgrammeWords } from './use-programme-words.ts'

interface ProgrammeViewProps {
  programme: ProgrammeAnswer
  mayReview: boolean
}

/** A programme for whoever may not change it: what an approver reads and listens to. */
export function ProgrammeView({ programme, mayReview }: ProgrammeViewProps) {
  const { t } = useTranslation('programmes')
  const { t: word } = useTranslation('words')
  const nameOf = useTargetNames()
  const words = useProgrammeWords()
  const { definition, targets } = programme
  const places = [
    ...targets.areas.map((id) => nameOf('areas', id)),
    ...targets.zones.map((id) => nameOf('zones', id)),
    ...targets.clusters.map((id) => nameOf('clusters', id)),
  ]
  return (
    <Section title={t('name.title')}>
      <Line label={t('targets.title')} value={places.join(', ')} />
      <Line label={t('when.title')} value={words.recurrence(definition.recurrence)} />
      <ValidityLines validity={definition.validity} />
      <Line label={t('name.priority')} value={word(`priority.${definition.priority}`)} />
      <Stack gap="xs">
        <Text fw={500}>{t('playlist.title')}</Text>
        {definition.playlist.map((item) => (
          <ItemLine key={item.itemId} item={item} reviewedIn={mayReview ? definition.programmeId : null} />
        ))}
      </Stack>
    </Section>
  )
}

function ItemLine({ item, reviewedIn }: { item: ProgrammeItemDraft; reviewedIn: Id | null }) {
  const { t } = useTranslation('programmes')
  const { title, repeats } = item
  if ('relay' in item) return <RelayLook item={item} reviewedIn={reviewedIn} />
  return (
    <Group gap="xs" wrap="nowrap">
      <ListenButton bulletinId={item.bulletinId} title={title} />
      <Text>{repeats > 1 ? t('say.repeated', { title, count: repeats }) : title}</Text>
    </Group>
  )
}

function ValidityLines({ validity: { from, until, exceptions = [], season } }: { validity: Validity }) {
  const { t } = useTranslation('programmes')
  const words = useDateWords()
  return (
    <>
      {from !== undefined && <Line label={t('validity.from')} value={dateText(from)} />}
      {until !== undefined && <Line label={t('validity.until')} value={dateText(until)} />}
      {exceptions.length > 0 && (
        <Line label={t('validity.exceptions')} value={exceptions.map(words.shortDate).join(', ')} />
      )}
      {season && (
        <Line
          label={t('validity.season')}
          value={`${dayMonthText(season.from)} – ${dayMonthText(season.until)}`}
        />
      )}
    </>
  )
}

function Line({ label, value }: { label: string; value: string }) {
  return (
    <Stack gap={0}>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text>{value}</Text>
    </Stack>
  )
}
