import { Alert } from '@mantine/core'
import { IconClockExclamation } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useNow } from '../../../components/use-now.ts'
import { useStudioState } from '../studio/studio-context.ts'

/** It was kept from ending by something else: the loudspeakers are reached again, say. */
const PASSED_MS = 3_000

/** That it is about to end by itself, why, and what keeps it. */
export function EndingNotice() {
  const { t } = useTranslation('live')
  const ending = useStudioState((state) => state.ending)
  const nowAt = useNow(1_000)
  if (!ending || nowAt > ending.at + PASSED_MS) return null
  const seconds = Math.max(0, Math.ceil((ending.at - nowAt) / 1_000))
  return (
    <Alert color="amber" icon={<IconClockExclamation aria-hidden />} role="alert" aria-live="assertive">
      {t(`ending.${ending.because}`, { seconds })}
    </Alert>
  )
}
