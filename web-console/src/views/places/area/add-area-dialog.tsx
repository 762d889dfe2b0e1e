import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { AreaAnswer } from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../../api/client.ts'
import { keys } from '../../../api/keys.ts'
import { Dialog } from '../../../components/dialogs/dialog.tsx'
import { SaveActs } from '../../../components/dialogs/dialog-acts.tsx'
import { FormProblem } from '../../../components/dialogs/form-problem.tsx'
import { PlainForm } from '../../../components/dialogs/plain-form.tsx'
import { toast } from '../../../components/toast.ts'
import { codeOf, isCodeWrong } from './editing/area-form.ts'
import { NameAndCode } from './editing/name-and-code.tsx'

/** A new area, below another or at the top; it takes every setting from above. */
export function AddAreaDialog({ parent, onClose }: { parent: AreaAnswer | null; onClose: () => void }) {
  const { t } = useTranslation('places')
  const { t: common } = useTranslation('common')
  const client = useQueryClient()
  const navigate = useNavigate({ from: '/dia-ban' })
  const [form, setForm] = useState({ name: '', code: '' })
  const add = useMutation({
    mutationFn: () => {
      const body = { name: form.name.trim(), code: codeOf(form.code), parentId: parent?.areaId ?? null }
      return api.post<AreaAnswer>('/areas', body)
    },
    onSuccess: async ({ areaId, name }) => {
      await client.invalidateQueries({ queryKey: keys.areas })
      toast(t('area.added', { name }))
      onClose()
      await navigate({ search: { khu: areaId } })
    },
  })
  return (
    <Dialog
      onClose={onClose}
      size="lg"
      closeOnClickOutside={false}
      title={parent ? t('area.addTitleBelow', { name: parent.name }) : t('area.addTitle')}
    >
      <PlainForm
        onSubmit={() => {
          if (!isCodeWrong(form.code)) add.mutate()
        }}
      >
        <FormProblem cause={add.error} />
        <NameAndCode value={form} onChange={(part) => setForm({ ...form, ...part })} />
        <SaveActs
          save={common('add')}
          loading={add.isPending}
          disabled={form.name.trim() === ''}
          onCancel={onClose}
        />
      </PlainForm>
    </Dialog>
  )
}
