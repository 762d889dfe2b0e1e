import { Anchor, Box, Button, Group, Stack, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { ReviewState } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { FormProblem } from '../../../../components/dialogs/form-problem.tsx'
import type { MissingPart } from '../../model/definition-of-form.ts'
import { CHECK_ID } from '../check/check-id.ts'
import type { MetProblem, SavingAct } from './use-saving.ts'

const OWN_ACTS: readonly SavingAct[] = ['save', 'submission', 'remove']

interface SaveBarProps {
  pending: SavingAct | null
  problem: MetProblem | null
  isDirty: boolean
  /** What is not filled in: nothing can be saved until it is. */
  missing: readonly MissingPart[]
  /** Neither submitted nor approved as it stands. */
  maySubmit: boolean
  /** Saving takes it back to draft where it is submitted or approved; null = never saved. */
  state: ReviewState | null
  /** How many things the check has found. */
  conflictCount: number
  onSave: () => void
  onSubmit: () => void
}

/** Always in sight: save the draft, hand it in. */
export function SaveBar({ pending, isDirty, missing, maySubmit, state, ...rest }: SaveBarProps) {
  const { t } = useTranslation('programmes')
  const isComplete = missing.length === 0
  return (
    <Group className="tl-save-bar tl-no-print" justify="space-between" gap="xs">
      {rest.problem && OWN_ACTS.includes(rest.problem.act) && (
        <Box w="100%">
          <FormProblem cause={rest.problem.cause} />
        </Box>
      )}
      <Stack gap={0} flex="1 1 12rem">
        <Text size="sm" c="dimmed" role="status">
          {isComplete
            ? t(`save.${savedWord(isDirty, state)}`)
            : t('save.missing', { parts: missing.map((part) => t(`missing.${part}`)).join(', ') })}
        </Text>
        {rest.conflictCount > 0 && (
          <Anchor
            component="button"
            type="button"
            ta="start"
            onClick={showCheck}
            size="sm"
            c="var(--tl-fault)"
            fw={500}
          >
            <IconAlertTriangle aria-hidden size={16} style={{ verticalAlign: '-3px' }} />{' '}
            {t('check.conflicts', { count: rest.conflictCount })}
          </Anchor>
        )}
      </Stack>
      <Group gap="xs" wrap="nowrap">
        <Button
          variant="default"
          size="md"
          loading={pending === 'save'}
          disabled={!isDirty || !isComplete || pending !== null}
          onClick={rest.onSave}
        >
          {t('save.draft')}
        </Button>
        <Button
          size="md"
          loading={pending === 'submission'}
          disabled={!isComplete || pending !== null || !(maySubmit || isDirty)}
          onClick={rest.onSubmit}
        >
          {t('save.submit')}
        </Button>
      </Group>
    </Group>
  )
}

const UNTOUCHED = {
  draft: 'nothingNew',
  returned: 'nothingNew',
  submitted: 'waiting',
  approved: 'inForce',
} as const satisfies Record<ReviewState, string>

function savedWord(isDirty: boolean, state: ReviewState | null) {
  if (!isDirty) return state === null ? 'notYet' : UNTOUCHED[state]
  return state === 'submitted' || state === 'approved' ? 'backToDraft' : 'unsaved'
}

function showCheck(): void {
  document.getElementById(CHECK_ID)?.scrollIntoView({ block: 'start' })
}
