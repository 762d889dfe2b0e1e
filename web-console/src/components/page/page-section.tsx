import { Group, Text, Title } from '@mantine/core'
import { type ReactNode, useId } from 'react'

interface PageSectionProps {
  title: string
  /** Beside the title: when, or a way on. */
  note?: ReactNode
  children: ReactNode
}

/** A titled part of a cluster's page. */
export function PageSection({ title, note, children }: PageSectionProps) {
  const id = useId()
  return (
    <section className="tl-surface" aria-labelledby={id} style={{ padding: '0.875rem 1rem' }}>
      <Group justify="space-between" gap="xs" mb="xs">
        <Title order={2} size="h4" id={id}>
          {title}
        </Title>
        {note && (
          <Text component="div" size="sm" c="dimmed">
            {note}
          </Text>
        )}
      </Group>
      {children}
    </section>
  )
}

/** A name and what it is worth, as lines of a `dl`. */
export function FactLine({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Group component="div" gap="xs" wrap="nowrap" align="flex-start">
      <Text component="dt" size="sm" c="dimmed" w={120} style={{ flex: 'none' }}>
        {name}
      </Text>
      <Text component="dd" size="sm" m={0} style={{ minWidth: 0 }}>
        {children}
      </Text>
    </Group>
  )
}
