import { ActionIcon, Group, Progress, Stack, Text, TextInput } from '@mantine/core'
import { IconAlertTriangleFilled, IconRefresh, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { problemSentence } from '../../../i18n/problem-sentence.ts'
import { DoneActs } from './done-acts.tsx'
import {
  isUnderWay,
  labelsOf,
  type NewBulletin,
  progressOf,
  type SharedLabels,
} from './queue/new-bulletin.ts'
import { newBulletins } from './queue/new-bulletins.ts'
import { SharedFields } from './shared-fields.tsx'

interface NewBulletinLineProps {
  item: NewBulletin
  shared: SharedLabels
}

/** One file or text on its way in: its title, how far it is, and what can be done about it. */
export function NewBulletinLine({ item, shared }: NewBulletinLineProps) {
  const { t } = useTranslation('bulletins')
  return (
    <Stack component="li" className="tl-surface" gap="xs" p="sm">
      <Group wrap="nowrap" gap="xs" align="flex-end">
        <TitleOf item={item} />
        <LineButtons item={item} />
      </Group>
      {item.step === 'chosen' && <OwnLabels item={item} shared={shared} />}
      {isUnderWay(item) && (
        <Progress value={100 * progressOf(item)} aria-label={t('adding.progress', { title: item.title })} />
      )}
      {item.step !== 'chosen' && <StandOf item={item} />}
      {item.step === 'done' && <DoneActs item={item} />}
    </Stack>
  )
}

function TitleOf({ item }: { item: NewBulletin }) {
  const { t } = useTranslation('bulletins')
  const { source, title, step, newId } = item
  if (step !== 'chosen' && step !== 'failed')
    return (
      <Text fw={500} flex={1} style={{ overflowWrap: 'anywhere', alignSelf: 'center' }}>
        {title}
      </Text>
    )
  const name = source.kind === 'file' ? source.file.name : t('adding.speak')
  return (
    <TextInput
      flex={1}
      label={t('labels.title')}
      aria-label={t('adding.fileTitle', { fileName: name })}
      description={source.kind === 'file' ? source.file.name : undefined}
      maxLength={200}
      error={title.trim() === '' && t('labels.titleMissing')}
      value={title}
      onChange={(event) => newBulletins.change(newId, { title: event.currentTarget.value })}
    />
  )
}

/** The labels of this file alone, folded away until they are wanted. */
function OwnLabels({ item, shared }: NewBulletinLineProps) {
  const { t } = useTranslation('bulletins')
  return (
    <details>
      <summary style={{ cursor: 'pointer', paddingBlock: '0.375rem' }}>{t('adding.ofThisFile')}</summary>
      <SharedFields
        value={labelsOf(shared, item)}
        onChange={(change) => newBulletins.change(item.newId, { own: { ...item.own, ...change } })}
      />
    </details>
  )
}

function LineButtons({ item }: { item: NewBulletin }) {
  const { t } = useTranslation('bulletins')
  const { newId, title, step } = item
  const button = { variant: 'default', size: 42 } as const
  return (
    <>
      {(step === 'failed' || step === 'cancelled') && (
        <ActionIcon
          {...button}
          aria-label={t('adding.retry', { title })}
          onClick={() => newBulletins.retry(newId)}
        >
          <IconRefresh aria-hidden size={20} />
        </ActionIcon>
      )}
      <ActionIcon
        {...button}
        aria-label={t(isUnderWay(item) ? 'adding.cancel' : 'adding.remove', { title })}
        onClick={() => (isUnderWay(item) ? newBulletins.cancel(newId) : newBulletins.remove(newId))}
      >
        <IconX aria-hidden size={20} />
      </ActionIcon>
    </>
  )
}

/** How it stands, in words; read out when it changes. */
function StandOf({ item }: { item: NewBulletin }) {
  const words = useStandOf(item)
  const isFailed = item.step === 'failed'
  return (
    <Group gap={6} wrap="nowrap" align="flex-start" role="status">
      {isFailed && (
        <IconAlertTriangleFilled
          aria-hidden
          size={18}
          style={{ flex: 'none', marginTop: 2, color: 'var(--tl-fault)' }}
        />
      )}
      <Text size="sm" c={isFailed ? 'var(--tl-fault)' : 'dimmed'}>
        {words}
      </Text>
    </Group>
  )
}

function useStandOf({ step, sentPart, intake, source, cause, isSubmitted }: NewBulletin): string {
  const { t } = useTranslation('bulletins')
  switch (step) {
    case 'sending':
      return source.kind === 'file'
        ? t('adding.sending', { percent: Math.floor(100 * sentPart) })
        : t('adding.waiting')
    case 'intake':
      return t(`adding.intake.${intake?.state ?? 'waiting'}`)
    case 'failed':
      return problemSentence(cause)
    case 'done':
      return t(isSubmitted ? 'acts.submitted' : 'adding.done')
    case 'cancelled':
      return t('adding.cancelled')
    default:
      return t('adding.waiting')
  }
}
