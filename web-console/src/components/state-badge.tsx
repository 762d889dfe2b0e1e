import { Group, Text } from '@mantine/core'
import {
  IconAlertTriangleFilled,
  IconCircleCheck,
  IconCircleDashed,
  IconPencil,
  IconPlayerPlayFilled,
} from '@tabler/icons-react'

/** What a state means, whatever it is the state of. Red is for stops and emergencies and is not among them. */
export type StateTone = 'sounding' | 'good' | 'waiting' | 'fault' | 'none'

const LOOKS = {
  sounding: { Shape: IconPlayerPlayFilled, color: 'var(--tl-health)' },
  good: { Shape: IconCircleCheck, color: 'var(--tl-health)' },
  waiting: { Shape: IconPencil, color: 'var(--mantine-color-dimmed)' },
  fault: { Shape: IconAlertTriangleFilled, color: 'var(--tl-fault)' },
  none: { Shape: IconCircleDashed, color: 'var(--mantine-color-dimmed)' },
}

/** A state as shape, colour and word together. */
export function StateBadge({ tone, label }: { tone: StateTone; label: string }) {
  const { Shape, color } = LOOKS[tone]
  return (
    <Group component="span" gap={6} wrap="nowrap" display="inline-flex" style={{ color }}>
      <Shape aria-hidden size={18} style={{ flex: 'none' }} />
      <Text component="span" fw={500} size="sm" inherit={false} c="inherit">
        {label}
      </Text>
    </Group>
  )
}
