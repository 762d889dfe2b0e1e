import { Text } from '@mantine/core'
import { Say } from './say.tsx'

interface LastSeenProps {
  at: number | null
  /** Before how long ago it was, and in its place where it never was. */
  word: string
  neverWord: string
}

/** When somebody, or some other system, was last here. */
export function LastSeen({ at, word, neverWord }: LastSeenProps) {
  return (
    <Text size="sm" c="dimmed">
      {at === null ? (
        neverWord
      ) : (
        <>
          {word} <Say at={at} as="ago" />
        </>
      )}
    </Text>
  )
}
