import { Button, Group, Modal, Stack } from '@mantine/core'
import type { AreaAnswer } from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../../../api/client.ts'
import { keys } from '../../../../api/keys.ts'
import { ConflictDialog } from '../../../../components/dialogs/conflict-dialog.tsx'
import { FormProblem } from '../../../../components/dialogs/form-problem.tsx'
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
  const [base, setBase] = useState(area)
  const [form, setForm] = useState<AreaForm>(() => formOfArea(area))
  const [isAsking, setAsking] = useState(false)
  const change = (part: Partial<AreaForm>) => setForm((old) => ({ ...old, ...part }))
  const { save, isSaving, theirs, problem, forget } = useVersionedSave<AreaAnswer>({
    send: (ifMatch) => api.patch(`/areas/${area.areaId}`, changeOfForm(form), { ifMatch }),
    stale: [keys.areas, keys.clusters],
    onSaved: ({ name }) => {
      toast(t('area.saved', { name }))
      onClose()
    },
  })
  const isQuietChanged = !areSameQuietHours(form.settings.quietHours, base.settings.quietHours)
  const submit = () => {
    if (isCodeWrong(form.code)) return
    if (isQuietChanged) setAsking(true)
    else save(base.version)
  }
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      closeOnClickOutside={false}
      title={t('area.editTitle', { name: area.name })}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <Stack>
          <NameAndCode value={form} onChange={change} />
          <AreaSettingsFields
            area={area}
            known={known}
            value={form.settings}
            onChange={(settings) => change({ settings })}
          />
          <FormProblem cause={problem} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {common('cancel')}
            </Button>
            <Button type="submit" loading={isSaving} disabled={form.name.trim() === ''}>
              {common('save')}
            </Button>
          </Group>
        </Stack>
      </form>
      {isAsking && (
        <QuietConfirm
          area={area}
          known={known}
          before={base.settings.quietHours}
          after={form.settings.quietHours}
          onClose={() => setAsking(false)}
          onConfirm={() => {
            setAsking(false)
            save(base.version)
          }}
        />
      )}
      {theirs && (
        <ConflictDialog
          isOpen
          mine={<AreaFacts area={{ ...base, ...changeOfForm(form) }} areas={known.areas} />}
          theirs={<AreaFacts area={theirs} areas={known.areas} />}
          onClose={forget}
          onTakeTheirs={() => {
            setBase(theirs)
            setForm(formOfArea(theirs))
            forget()
          }}
          onPutMine={() => save(theirs.version)}
        />
      )}
    </Modal>
  )
}
