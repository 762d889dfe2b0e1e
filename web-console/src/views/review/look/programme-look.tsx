import { Anchor, Group, Stack, Text } from '@mantine/core'
import { useInViewport } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ProgrammeAnswer, ProgrammeCheckAnswer } from '@tieng-lang/protocol/browser'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../../api/client.ts'
import { useTimes } from '../../../i18n/use-times.ts'
import { PlaylistLook } from './playlist-look.tsx'
import { ProgrammeCheck } from './programme-check.tsx'
import { sayWhen } from './say-programme.ts'
import { useSayTargets } from './use-say-targets.ts'

/** When, where and what a programme sounds, in sentences, and what speaks against it. */
export function ProgrammeLook({ programme }: { programme: ProgrammeAnswer }) {
  const { t, i18n } = useTranslation('review')
  const times = useTimes()
  const sayTargets = useSayTargets()
  const { ref, inViewport } = useInViewport()
  const check = useProgrammeCheck(programme, inViewport)
  const { definition, targets, playing, programmeId } = programme
  const options = { language: i18n.language, instant: times.instant }
  const facts = check.data
  const where = [sayTargets(targets), facts && t('programme.clusters', { count: facts.clusterCount })]
  const length = facts && t('programme.length', { duration: times.duration(facts.lengthMs) })
  return (
    <Stack ref={ref} gap="sm">
      <Fact name={t('programme.when')}>
        {sayWhen(t, definition, options)}
        {length && `, ${length}`}
        {definition.priority === 'priority' && ` · ${t('programme.priority')}`}
        {playing && (
          <Text size="sm" c="dimmed">
            {t('programme.replaces', { when: sayWhen(t, playing.definition, options) })}
          </Text>
        )}
      </Fact>
      <Fact name={t('programme.where')}>{where.filter(Boolean).join(' · ')}</Fact>
      <Fact name={t('programme.what')}>
        <PlaylistLook {...definition} />
      </Fact>
      <ProgrammeCheck check={check} />
      <Anchor component={Link} to={`/lich-phat/${programmeId}`} size="sm">
        {t('programme.open')}
      </Anchor>
    </Stack>
  )
}

/** Asked once it is on the screen: a long page must not ask for everything at once. */
function useProgrammeCheck({ programmeId, version }: ProgrammeAnswer, isShown: boolean) {
  return useQuery({
    queryKey: ['programmes', 'check', programmeId, version],
    queryFn: ({ signal }) => api.get<ProgrammeCheckAnswer>(`/programmes/${programmeId}/check`, { signal }),
    enabled: isShown,
  })
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Group align="flex-start" style={{ gap: '0 var(--mantine-spacing-sm)' }}>
      <Text size="sm" c="dimmed" w={104} style={{ flex: 'none' }}>
        {name}
      </Text>
      <Text component="div" flex="1 1 14rem" miw={0}>
        {children}
      </Text>
    </Group>
  )
}
