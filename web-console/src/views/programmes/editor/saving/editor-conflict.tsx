import { useTranslation } from 'react-i18next'
import { ConflictDialog } from '../../../../components/dialogs/conflict-dialog.tsx'
import { useTimes } from '../../../../i18n/use-times.ts'
import { bodyOfForm } from '../../model/definition-of-form.ts'
import type { Editor } from '../use-editor.ts'
import { VersionSummary } from '../version-summary.tsx'

/** Somebody saved meanwhile: both versions side by side. Where nothing was typed there is nothing to put over it. */
export function EditorConflict({ editor }: { editor: Editor }) {
  const { t } = useTranslation('programmes')
  const times = useTimes()
  const { form, saving, take } = editor
  const { conflict } = saving
  if (!conflict) return null
  const { current, act } = conflict
  const { definition } = bodyOfForm(form, { nowAt: times.nowAt, timeZone: times.timeZone })
  const takeTheirs = () => {
    saving.clearConflict()
    take(current)
  }
  return (
    <ConflictDialog
      mine={<VersionSummary definition={definition} />}
      theirs={
        <VersionSummary
          definition={current.definition}
          by={t('state.changedBy', { name: current.changedBy, at: times.instant(current.changedAt) })}
        />
      }
      onTakeTheirs={takeTheirs}
      onPutMine={() => {
        saving.clearConflict()
        if (act === 'save') void editor.save(current.version)
        else takeTheirs()
      }}
      onClose={saving.clearConflict}
    />
  )
}
