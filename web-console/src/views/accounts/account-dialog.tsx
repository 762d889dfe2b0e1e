import type { NewOperatorAnswer, Operator } from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { Dialog } from '../../components/dialogs/dialog.tsx'
import { SaveActs } from '../../components/dialogs/dialog-acts.tsx'
import { FormProblem } from '../../components/dialogs/form-problem.tsx'
import { PlainForm } from '../../components/dialogs/plain-form.tsx'
import { SaveConflict } from '../../components/dialogs/save-conflict.tsx'
import { useVersionedSave } from '../../components/dialogs/use-versioned-save.ts'
import { toast } from '../../components/toast.ts'
import { AccountFacts } from './account-facts.tsx'
import { AccountFields, type AccountForm, formOf } from './account-fields.tsx'
import type { OneTimePassword } from './password-dialog.tsx'

interface AccountDialogProps {
  /** Null: a new one. */
  operator: Operator | null
  onClose: () => void
  onPassword: (password: OneTimePassword) => void
}

/** A new account, or another name and other rights for one that is there. */
export function AccountDialog({ operator, onClose, onPassword }: AccountDialogProps) {
  const { t } = useTranslation('accounts')
  const { t: common } = useTranslation('common')
  const [base, setBase] = useState(operator)
  const [form, setForm] = useState<AccountForm>(() => formOf(operator))
  const saving = useVersionedSave<Operator, NewOperatorAnswer | null>({
    send: (ifMatch) => send(form, base, ifMatch),
    stale: [keys.operators],
    onSaved: (added) => {
      toast(t('saved'))
      onClose()
      if (added) onPassword({ operator: added.operator, password: added.password })
    },
  })
  return (
    <Dialog
      onClose={onClose}
      size="lg"
      title={operator ? t('editTitle', { name: operator.name }) : t('addTitle')}
    >
      <PlainForm onSubmit={() => saving.save(base?.version ?? 0)}>
        <FormProblem cause={saving.problem} />
        <AccountFields form={form} isNew={!operator} onChange={setForm} />
        <SaveActs
          save={operator ? common('save') : t('create')}
          loading={saving.isSaving}
          onCancel={onClose}
        />
      </PlainForm>
      <SaveConflict
        saving={saving}
        mine={<AccountFacts {...form} />}
        show={(theirs) => <AccountFacts {...theirs} />}
        onTakeTheirs={(theirs) => {
          setBase(theirs)
          setForm(formOf(theirs))
        }}
      />
    </Dialog>
  )
}

/** The answer to a new account has its password; to a change, null. */
async function send(form: AccountForm, base: Operator | null, ifMatch: number) {
  const { name, loginName, grants } = form
  if (!base) return api.post<NewOperatorAnswer>('/operators', { name, loginName, grants })
  await api.patch(`/operators/${base.operatorId}`, { name, grants }, { ifMatch })
  return null
}
