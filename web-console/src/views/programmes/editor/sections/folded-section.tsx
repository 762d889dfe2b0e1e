import { Collapse, Group, Paper, Stack, Text, Title, UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import { type ReactNode, useId } from 'react'

interface FoldedSectionProps {
  title: string
  lead: string
  isOpenFirst: boolean
  children: ReactNode
}

/** A part of the form that most can leave as it is. */
export function FoldedSection({ title, lead, isOpenFirst, children }: FoldedSectionProps) {
  const id = useId()
  const [isOpen, { toggle }] = useDisclosure(isOpenFirst)
  const Shape = isOpen ? IconChevronUp : IconChevronDown
  return (
    <Paper component="section" className="tl-surface" p={{ base: 'sm', sm: 'lg' }}>
      <UnstyledButton onClick={toggle} aria-expanded={isOpen} aria-controls={id} w="100%">
        <Group justify="space-between" wrap="nowrap">
          <Stack gap={2}>
            <Title order={2} size="h4">
              {title}
            </Title>
            <Text size="sm" c="dimmed">
              {lead}
            </Text>
          </Stack>
          <Shape aria-hidden style={{ flex: 'none' }} />
        </Group>
      </UnstyledButton>
      <Collapse expanded={isOpen} id={id} pt="md">
        {children}
      </Collapse>
    </Paper>
  )
}
