import { List, Stack, Text } from '@mantine/core'
import type { ProgrammeDefinition } from '@tieng-lang/protocol/browser'
import { useProgrammeWords } from './use-programme-words.ts'

interface VersionSummaryProps {
  definition: ProgrammeDefinition
  /** Who made it and when. */
  by?: string
}

/** One version of a programme in short: its name, when it begins, what is said. */
export function VersionSummary({ definition, by }: VersionSummaryProps) {
  const words = useProgrammeWords()
  return (
    <Stack gap="xs">
      {by && (
        <Text size="sm" c="dimmed">
          {by}
        </Text>
      )}
      <Text fw={500}>{definition.name}</Text>
      <Text size="sm">{words.recurrence(definition.recurrence)}</Text>
      <List size="sm" type="ordered">
        {words.playlist(definition).map((line, index) => (
          <List.Item key={definition.playlist[index]?.itemId ?? line}>{line}</List.Item>
        ))}
      </List>
    </Stack>
  )
}
