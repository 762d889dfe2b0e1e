import { Alert, Button, Collapse, Group, Paper, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconArrowBackUp, IconInfoCircle } from '@tabler/icons-react'
import type { ProgrammeAnswer, ReviewState } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { StateBadge, type StateTone } from '../../../components/state-badge.tsx'
import { useTimes } from '../../../i18n/use-times.ts'
import { VersionSummary } from './version-summary.tsx'

const TONES: Record<ReviewState, StateTone> = {
  draft: 'waiting',
  submitted: 'none',
  approved: 'good',
  returned: 'fault',
}

/** Where a saved programme stands: its state, who made and who approved it, the reviewer's word, and what plays. */
export function StatePanel({ programme }: { programme: ProgrammeAnswer }) {
  const { t } = useTranslation('programmes')
  const { t: word } = useTranslation('words')
  const { state, note, playing } = programme
  return (
    <Stack gap="sm">
      {note !== null && (
        <Alert
          color="amber"
          variant="light"
          icon={<IconArrowBackUp aria-hidden />}
          title={t('state.returned')}
        >
          {note}
        </Alert>
      )}
      <Paper className="tl-surface" p="sm">
        <Group gap="lg">
          <StateBadge tone={TONES[state]} label={word(`review.${state}`)} />
          <People programme={programme} />
        </Group>
      </Paper>
      {playing && state !== 'approved' && <StillPlaying definition={playing.definition} />}
    </Stack>
  )
}

function People({ programme }: { programme: ProgrammeAnswer }) {
  const { t } = useTranslation('programmes')
  const times = useTimes()
  const { producedBy, changedBy, changedAt, approvedBy, approvedAt, isOnePerson, state } = programme
  return (
    <Group gap="md">
      <Text size="sm">{t('state.producedBy', { name: producedBy })}</Text>
      {state === 'approved' && approvedBy !== null && approvedAt !== null ? (
        <Text size="sm">
          {t('state.approvedBy', { name: approvedBy, at: times.instant(approvedAt) })}
          {isOnePerson && ` ${t('state.onePerson')}`}
        </Text>
      ) : (
        <Text size="sm" c="dimmed">
          {t('state.changedBy', { name: changedBy, at: times.instant(changedAt) })}
        </Text>
      )}
    </Group>
  )
}

function StillPlaying({ definition }: { definition: NonNullable<ProgrammeAnswer['playing']>['definition'] }) {
  const { t } = useTranslation('programmes')
  const [isOpen, { toggle }] = useDisclosure(false)
  return (
    <Alert variant="default" icon={<IconInfoCircle aria-hidden />} title={t('state.stillPlaying')}>
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{t('state.stillPlayingText')}</Text>
        <Button variant="default" size="compact-md" onClick={toggle} aria-expanded={isOpen}>
          {t(isOpen ? 'state.hidePlaying' : 'state.showPlaying')}
        </Button>
        <Collapse expanded={isOpen}>
          <VersionSummary definition={definition} />
        </Collapse>
      </Stack>
    </Alert>
  )
}
