import { Anchor, Button, Group, Stack, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { LiveSessionAnswer } from '@tieng-lang/protocol/browser'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useTimes } from '../../../i18n/use-times.ts'
import { UNHEARD_FROM_MS, UnheardNotice } from '../on-air/unheard-notice.tsx'
import { useStudioState } from '../studio/studio-context.ts'
import { useFocusHere } from '../studio/use-focus-here.ts'

interface AfterProps {
  session: LiveSessionAnswer
  onAgain: () => void
  /** What was not heard is played in another session. */
  onPlayUnheard: () => void
  /** Why that one did not begin. */
  children: ReactNode
}

/** How it ended and why, what was said and not heard, and the way on. */
export function After({ session, onAgain, onPlayUnheard, children }: AfterProps) {
  const { t } = useTranslation('live')
  const times = useTimes()
  const ref = useFocusHere<HTMLElement>()
  const { endedBecause, talkMs, clusterCount } = session
  const isUnheard = useStudioState(({ report }) => (report?.unheardMs ?? 0) >= UNHEARD_FROM_MS)
  const isNeverHeard = endedBecause === 'sourceLost' && talkMs === 0
  return (
    <Stack gap="md" maw={560}>
      <section ref={ref} tabIndex={-1} className="tl-surface tl-live-over">
        <Title order={2} size="h3">
          {t('after.title')}
        </Title>
        <Text role="status">
          {isNeverHeard && t('after.neverHeard')}
          {!isNeverHeard && endedBecause !== null && t(`after.because.${endedBecause}`)}{' '}
          {t('after.talked', { time: times.duration(talkMs), count: clusterCount })}
        </Text>
      </section>
      <UnheardNotice onPlay={onPlayUnheard} />
      {children}
      <Group gap="md">
        <Button h={52} variant={isUnheard ? 'default' : 'filled'} onClick={onAgain}>
          {t('after.again')}
        </Button>
        <Anchor component={Link} to="/nhat-ky-phat" py="sm">
          {t('after.log')}
        </Anchor>
      </Group>
    </Stack>
  )
}
