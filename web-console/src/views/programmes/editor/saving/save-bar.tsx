import { Button, Group, Text } from '@mantine/core'
import type { ReviewState } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import type { SavingAct } from './use-saving.ts'

interface SaveBarProps {
  pending: SavingAct | null
  isDirty: boolean
  isComplete: boolean
  /** Neither submitted nor approved as it stands. */
  maySubmit: boolean
  /** Saving takes it back to draft where it is submitted or approved; null = never saved. */
  state: ReviewState | null
  onSave: () => void
  onSubmit: () => void
}

/** Always in sight: save the draft, hand it in. */
export function SaveBar({ pending, isDirty, isComplete, maySubmit, state, onSave, onSubmit }: SaveBarProps) {
  const { t } = useTranslation('programmes')
  const isTakenBack = state === 'submitted' || state === 'approved'
  return (
    <Group className="tl-save-bar tl-no-print" justify="space-between" gap="xs">
      <Text size="sm" c="dimmed" role="status" flex="1 1 12rem">
        {t(isDirty ? (isTakenBack ? 'save.backToDraft' : 'save.unsaved') : 'save.nothingNew')}
      </Text>
      <Group gap="xs" wrap="nowrap">
        <Button
          variant="default"
          size="md"
          loading={pending === 'save'}
          disabled={!isDirty || !isComplete || pending !== null}
          onClick={onSave}
        >
          {t('save.draft')}
        </Button>
        <Button
          size="md"
          loading={pending === 'submission'}
          disabled={!isComplete || pending !== null || !(maySubmit || isDirty)}
          onClick={onSubmit}
        >
          {t('save.submit')}
        </Button>
      </Group>
    </Group>
  )
}
