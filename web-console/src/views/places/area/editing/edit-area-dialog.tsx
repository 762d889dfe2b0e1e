import type { AreaAnswer } from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../../../api/client.ts'
import { keys } from '../../../../api/keys.ts'
import { Dialog } from '../../../../components/dialogs/dialog.tsx'
import { SaveActs } from '../../../../components/dialogs/dialog-acts.tsx'
import { FormProblem } from '../../../../components/dialogs/form-problem.tsx'
import { PlainForm } from '../../../../components/dialogs/plain-form.tsx'
import { SaveConflict } from '../../../../components/dialogs/save-conflict.tsx'
import { useVersionedSave } from '../../../../components/dialogs/use-versioned-save.ts'
import { toast } from '../../../../components/toast.ts'
import { areSameQuietHours } from '../../quiet/quiet-windows.ts'
import { AreaFacts } from '../area-facts.tsx'
import type { AreaPartProps } from '../area-panel.tsx'
import { type AreaForm, changeOfForm, formOfArea, isCodeWrong } from './area-form.ts'
import { AreaSettingsFields } from './area-settings-fields.tsx'
import { NameAndCode } from './name-and-code.tsx'
import { QuietConfirm } from './quiet-confirm.tsx'

/** An area's name, code and settings. Other quiet hours are asked about once more: they may wake a commune. */
export function EditAreaDialog({ area, known, onClose }: AreaPartProps & { onClose: () => void }) {
  const { t } = useTranslation('places')
  const { t: common } = useTranslation('common')
  const { base, form, change, saving, takeTheirs } = useAreaEdit(area, onClose)
  const [isAsking, setAsking] = useState(false)
  const before = base.settings.quietHours
  const after = form.settings.quietHours
  const save = () => saving.save(base.version)
  const submit = () => {
    if (isCodeWrong(form.code)) return
    if (areSameQuietHours(after, before)) save()
    else setAsking(true)
  }
  return (
    <Dialog
      onClose={onClose}
      size="xl"
      closeOnClickOutside={false}
      title={t('area.editTitle', { name: area.name })}
    >
      <PlainForm onSubmit={submit}>
        <NameAndCode value={form} onChange={change} />
        <AreaSettingsFields
          area={area}
          known={known}
          value={form.settings}
          onChange={(settings) => change({ settings })}
        />
        <FormProblem cause={saving.problem} />
        <SaveActs
          save={common('save')}
          loading={saving.isSaving}
          disabled={form.name.trim() === ''}
          onCancel={onClose}
        />
      </PlainForm>
      {isAsking && (
        <QuietConfirm
          area={area}
          known={known}
          before={before}
          after={after}
          onClose={() => setAsking(false)}
          onConfirm={() => {
            setAsking(false)
            save()
          }}
        />
      )}
      <SaveConflict
        saving={saving}
        mine={<AreaFacts area={{ ...base, ...changeOfForm(form) }} areas={known.areas} />}
        show={(theirs) => <AreaFacts area={theirs} areas={known.areas} />}
        onTakeTheirs={takeTheirs}
      />
    </Dialog>
  )
}

/** The area as it was read, as it is being written, and its way to the server. */
function useAreaEdit(area: AreaAnswer, onDone: () => void) {
  const { t } = useTranslation('places')
  const [base, setBase] = useState(area)
  const [form, setForm] = useState<AreaForm>(() => formOfArea(area))
  const saving = useVersionedSave<AreaAnswer>({
    send: (ifMatch) => api.patch(`/areas/${area.areaId}`, changeOfForm(form), { ifMatch }),
    stale: [keys.areas, keys.clusters],
    onSaved: ({ name }) => {
      toast(t('area.saved', { name }))
      onDone()
    },
  })
  return {
    base,
    form,
    saving,
    change: (part: Partial<AreaForm>) => setForm((old) => ({ ...old, ...part })),
    takeTheirs: (theirs: AreaAnswer) => {
      setBase(theirs)
      setForm(formOfArea(theirs))
    },
  }
}
