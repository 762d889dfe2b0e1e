import { Stack, type StackProps } from '@mantine/core'
import type { ReactNode } from 'react'

interface PlainFormProps extends Pick<StackProps, 'gap'> {
  onSubmit: () => void
  children: ReactNode
}

/** Fields one below the other; Enter sends them, and the page stays. */
export function PlainForm({ onSubmit, children, ...stack }: PlainFormProps) {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit()
      }}
    >
      <Stack {...stack}>{children}</Stack>
    </form>
  )
}
