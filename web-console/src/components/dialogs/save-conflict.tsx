import type { ReactNode } from 'react'
import { ConflictDialog } from './conflict-dialog.tsx'
import type { VersionedSave } from './use-versioned-save.ts'

interface SaveConflictProps<Thing> {
  saving: Pick<VersionedSave<Thing>, 'save' | 'theirs' | 'forget'>
  /** Mine as it would be, beside theirs as it is. */
  mine: ReactNode
  show: (theirs: Thing) => ReactNode
  onTakeTheirs: (theirs: Thing) => void
}

/** Both versions where somebody else has saved meanwhile; nothing else. */
export function SaveConflict<Thing extends { version: number }>({
  saving: { save, theirs, forget },
  mine,
  show,
  onTakeTheirs,
}: SaveConflictProps<Thing>) {
  if (!theirs) return null
  return (
    <ConflictDialog
      mine={mine}
      theirs={show(theirs)}
      onClose={forget}
      onTakeTheirs={() => {
        onTakeTheirs(theirs)
        forget()
      }}
      onPutMine={() => save(theirs.version)}
    />
  )
}
