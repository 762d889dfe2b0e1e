import { Alert } from '@mantine/core'
import { IconClockExclamation } from '@tabler/icons-react'
import type { LiveSessionAnswer } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { useNow } from '../../../components/use-now.ts'
import { useStudioState } from '../studio/studio-context.ts'

/** It was kept from ending by something else: the loudspeakers are reached again, say. */
const PASSED_MS = 3_000

/** A microphone has had time enough to come: what keeps it is worth a look. */
const TOLD_BEFORE_MS = 15_000

/** That it is about to end by itself, why, and what keeps it. */
export function EndingNotice({ awaitedUntilAt }: Pick<LiveSessionAnswer, 'awaitedUntilAt'>) {
  const { t } = useTranslation('live')
  const told = useStudioState((state) => state.ending)
  const nowAt = useNow(1_000)
  const isAwaited = awaitedUntilAt !== null && nowAt >= awaitedUntilAt - TOLD_BEFORE_MS
  const ending = isAwaited ? { because: 'noSound' as const, at: awaitedUntilAt } : told
  if (!ending || nowAt > ending.at + PASSED_MS) return null
  const seconds = Math.max(0, Math.ceil((ending.at - nowAt) / 1_000))
  return (
    <Alert color="amber" icon={<IconClockExclamation aria-hidden />} role="alert" aria-live="assertive">
      {t(`ending.${ending.because}`, { seconds })}
    </Alert>
  )
}
