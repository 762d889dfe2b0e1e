import { Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'

/** Nothing is here: says so, and what to do about it. */
export function EmptyState({ title, hint, action }: { title: string; hint?: string; action?: ReactNode }) {
  return (
    <Stack align="center" gap="xs" py="xl" px="md" className="tl-surface">
      <Text fw={500} ta="center">
        {title}
      </Text>
      {hint && (
        <Text c="dimmed" ta="center" maw={480}>
          {hint}
        </Text>
      )}
      {action}
    </Stack>
  )
}
