import { Paper, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useId } from 'react'

interface PartProps {
  title: string
  lead?: string
  /** What links within the page lead to it by. */
  anchor?: string
  children: ReactNode
}

/** One part of the form under its heading. */
export function Section({ title, lead, anchor, children }: PartProps) {
  const id = useId()
  return (
    <Paper
      component="section"
      className="tl-surface"
      p={{ base: 'sm', sm: 'lg' }}
      aria-labelledby={id}
      {...(anchor && { id: anchor })}
    >
      <Stack>
        <Stack gap={2}>
          <Title order={2} size="h4" id={id}>
            {title}
          </Title>
          {lead && (
            <Text size="sm" c="dimmed">
              {lead}
            </Text>
          )}
        </Stack>
        {children}
      </Stack>
    </Paper>
  )
}

/** What every section is given: the fields, and how some of them are changed. */
export interface SectionProps<Form> {
  form: Form
  change: (patch: Partial<Form>) => void
}
