import { Stack } from '@mantine/core'
import type { BulletinAnswer } from '@tieng-lang/protocol/browser'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { currentOf } from '../../../../api/problem-error.ts'
import { ConflictDialog } from '../../../../components/dialogs/conflict-dialog.tsx'
import { SaveActs } from '../../../../components/dialogs/dialog-acts.tsx'
import { FormProblem } from '../../../../components/dialogs/form-problem.tsx'
import { toast } from '../../../../components/toast.ts'
import { LabelFields } from './label-fields.tsx'
import { changeOf, draftOf, mistakeOf } from './labels-draft.ts'
import { LabelsList } from './labels-list.tsx'
import { useLabelsChange } from './use-labels-change.ts'

/** Changes the words on a bulletin; the sound never changes. */
export function LabelsForm({ bulletin, onDone }: { bulletin: BulletinAnswer; onDone: () => void }) {
  const { t } = useTranslation('bulletins')
  const { t: common } = useTranslation('common')
  // What stood there when the form was opened: an update of the page must not change it under one's hands.
  const [before] = useState(bulletin)
  const [draft, setDraft] = useState(() => draftOf(bulletin))
  const [isAsked, setIsAsked] = useState(false)
  const save = useLabelsChange(bulletin.bulletinId)
  const mistake = isAsked ? mistakeOf(draft) : null
  const theirs = currentOf<BulletinAnswer>(save.error)
  const done = () => {
    toast(common('saved'))
    onDone()
  }
  const put = (ifMatch: number) =>
    save.mutate({ change: changeOf(draft, before), ifMatch }, { onSuccess: done })
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    setIsAsked(true)
    if (mistakeOf(draft) === null) put(before.version)
  }
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="sm">
        <FormProblem cause={theirs ? null : save.error} />
        <LabelFields
          draft={draft}
          onChange={(change) => setDraft({ ...draft, ...change })}
          mistake={mistake}
        />
        <SaveActs save={t('labels.save')} loading={save.isPending} onCancel={onDone} />
      </Stack>
      {theirs && (
        <ConflictDialog
          mine={<LabelsList labels={{ ...theirs, ...changeOf(draft, before) }} />}
          theirs={<LabelsList labels={theirs} />}
          onTakeTheirs={() => {
            save.takeTheirs(theirs)
            onDone()
          }}
          onPutMine={() => put(theirs.version)}
          onClose={save.reset}
        />
      )}
    </form>
  )
}
