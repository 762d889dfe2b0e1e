import { Group, Text } from '@mantine/core'
import { IconArrowBackUp, IconBan, IconCircleCheck, IconHourglassHigh, IconPencil } from '@tabler/icons-react'
import type { BulletinAnswer, ReviewState } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'

const LOOKS = {
  draft: { Shape: IconPencil, color: 'var(--mantine-color-dimmed)' },
  submitted: { Shape: IconHourglassHigh, color: 'var(--mantine-color-text)' },
  approved: { Shape: IconCircleCheck, color: 'var(--tl-health)' },
  returned: { Shape: IconArrowBackUp, color: 'var(--mantine-color-text)' },
  withdrawn: { Shape: IconBan, color: 'var(--mantine-color-dimmed)' },
} satisfies Record<ReviewState | 'withdrawn', unknown>

/** How far something has come between draft and approved, as shape and word. */
export function ReviewBadge({ state }: { state: ReviewState | 'withdrawn' }) {
  const { t } = useTranslation('words')
  const { Shape, color } = LOOKS[state]
  return (
    <Group component="span" gap={6} wrap="nowrap" display="inline-flex" style={{ color, flex: 'none' }}>
      <Shape aria-hidden size={18} style={{ flex: 'none' }} />
      <Text component="span" fw={500} size="sm" c="inherit">
        {t(`review.${state}`)}
      </Text>
    </Group>
  )
}

/** A withdrawn bulletin keeps the state it had; what people see is that it was withdrawn. */
export function shownStateOf({ state, withdrawnAt }: BulletinAnswer): ReviewState | 'withdrawn' {
  return withdrawnAt === null ? state : 'withdrawn'
}
