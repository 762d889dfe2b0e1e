import { Anchor, Button, Group, Paper, Stack, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconChevronLeft } from '@tabler/icons-react'
import { Link, useParams } from '@tanstack/react-router'
import type { BulletinAnswer } from '@tieng-lang/protocol/browser'
import { lazy, type ReactNode, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { useBulletin } from '../../api/bulletins.ts'
import { BulletinSound } from '../../components/bulletin/bulletin-sound.tsx'
import { BulletinSource } from '../../components/bulletin/bulletin-source.tsx'
import { ErrorState } from '../../components/page/error-state.tsx'
import { LoadingState } from '../../components/page/loading-state.tsx'
import { PageHeader } from '../../components/page/page-header.tsx'
import { BulletinActs } from './one/bulletin-acts.tsx'
import { BulletinHistory } from './one/bulletin-history.tsx'
import { LabelsList } from './one/labels/labels-list.tsx'
import { UsedIn } from './one/used-in.tsx'
import './bulletins.css'
import { useSayBulletin } from '../../components/bulletin/say-bulletin.ts'
import { ReviewBadge, shownStateOf } from '../../components/review/review-badge.tsx'
import { ReviewerNote } from './one/reviewer-note.tsx'
import { useBulletinRights } from './use-bulletin-rights.ts'
import '../../i18n/late/programmes-words.ts'
import '../../i18n/late/bulletins-words.ts'

/** With its calendar, which only whoever edits needs. */
const LabelsForm = lazy(async () => ({ default: (await import('./one/labels/labels-form.tsx')).LabelsForm }))

/** One bulletin: heard, looked at, labelled, and sent on its way. */
export function BulletinPage() {
  const { t } = useTranslation('bulletins')
  const { bulletinId } = useParams({ from: '/ban-tin/$bulletinId' })
  const { data: bulletin, error, isPending, refetch } = useBulletin(bulletinId)
  if (isPending) return <LoadingState />
  if (!bulletin) return <ErrorState cause={error} onRetry={() => void refetch()} />
  return (
    <Stack gap="md" maw={880}>
      <Head bulletin={bulletin} />
      <ReviewerNote bulletin={bulletin} />
      <BulletinActs bulletin={bulletin} />
      <Part title={t('one.listenHeading')}>
        <BulletinSound bulletin={bulletin} />
      </Part>
      <Labels bulletin={bulletin} />
      <Part title={t('one.sourceHeading')}>
        <BulletinSource source={bulletin.source} />
      </Part>
      <Part title={t('one.historyHeading')}>
        <BulletinHistory bulletin={bulletin} />
      </Part>
      <Part title={t('one.usedHeading')}>
        <UsedIn key={bulletinId} bulletinId={bulletinId} />
      </Part>
    </Stack>
  )
}

function Head({ bulletin }: { bulletin: BulletinAnswer }) {
  const { t } = useTranslation('bulletins')
  const { t: words } = useTranslation('words')
  const say = useSayBulletin()
  const { title, category, media } = bulletin
  return (
    <div>
      <Anchor
        component={Link}
        to="/ban-tin"
        size="sm"
        display="inline-flex"
        style={{ alignItems: 'center' }}
        mb={4}
      >
        <IconChevronLeft aria-hidden size={18} />
        {t('one.backToList')}
      </Anchor>
      <PageHeader
        title={title}
        lead={
          <Group gap="sm">
            <ReviewBadge state={shownStateOf(bulletin)} />
            {words(`category.${category}`)} · {say.duration(media.durationMs)}
          </Group>
        }
      />
    </div>
  )
}

function Labels({ bulletin }: { bulletin: BulletinAnswer }) {
  const { t } = useTranslation('bulletins')
  const { mayEdit } = useBulletinRights(bulletin)
  const [isEditing, { open, close }] = useDisclosure(false)
  return (
    <Part
      title={t('labels.heading')}
      action={
        mayEdit &&
        !isEditing && (
          <Button variant="default" size="sm" onClick={open}>
            {t('labels.edit')}
          </Button>
        )
      }
    >
      {isEditing ? (
        <Suspense fallback={<LoadingState />}>
          <LabelsForm bulletin={bulletin} onDone={close} />
        </Suspense>
      ) : (
        <LabelsList labels={bulletin} />
      )}
    </Part>
  )
}

function Part({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  return (
    <Paper component="section" className="tl-surface" p="md" aria-label={title}>
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2} size="h4">
            {title}
          </Title>
          {action}
        </Group>
        {children}
      </Stack>
    </Paper>
  )
}
