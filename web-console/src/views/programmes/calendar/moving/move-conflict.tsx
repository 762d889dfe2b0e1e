import { useTranslation } from 'react-i18next'
import { ConflictDialog } from '../../../../components/dialogs/conflict-dialog.tsx'
import { useTimes } from '../../../../i18n/use-times.ts'
import { VersionSummary } from '../../editor/version-summary.tsx'
import type { MetWhileMoving } from './use-moving.ts'

interface MoveConflictProps {
  conflict: MetWhileMoving
  onPutMine: () => void
  onTakeTheirs: () => void
}

/** Somebody has saved the moved programme meanwhile: both versions side by side, as in its editor. */
export function MoveConflict({ conflict: { current, moved }, onPutMine, onTakeTheirs }: MoveConflictProps) {
  const { t } = useTranslation('programmes')
  const times = useTimes()
  const by = t('state.changedBy', { name: current.changedBy, at: times.instant(current.changedAt) })
  return (
    <ConflictDialog
      mine={<VersionSummary definition={moved.changed} />}
      theirs={<VersionSummary definition={current.definition} by={by} />}
      onPutMine={onPutMine}
      onTakeTheirs={onTakeTheirs}
      onClose={onTakeTheirs}
    />
  )
}
