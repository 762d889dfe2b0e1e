import { Alert } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { problemSentence } from '../../i18n/problem-sentence.ts'

/** The refusal of what was just sent, above the fields, read out at once; nothing where there is none. */
export function FormProblem({ cause }: { cause: unknown }) {
  if (!cause) return null
  return (
    <Alert color="amber" variant="light" icon={<IconAlertTriangle aria-hidden />} role="alert">
      {problemSentence(cause)}
    </Alert>
  )
}
