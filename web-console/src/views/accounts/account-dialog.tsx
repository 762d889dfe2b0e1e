import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Grant, NewOperatorAnswer, Operator } from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { ProblemError } from '../../api/problem-error.ts'
import { ConflictDialog } from '../../components/dialogs/conflict-dialog.tsx'
import { FormProblem } from '../../components/dialogs/form-problem.tsx'
import { toast } from '../../components/toast.ts'
import { GrantsField } from './grants-field.tsx'
import type { OneTimePassword } from './password-dialog.tsx'
import { useSayGrant } from './say-grant.ts'

interface AccountDialogProps {
  /** Null: a new one. */
  operator: Operator | null
  onClose: () => void
  onPassword: (password: OneTimePassword) => void
}

interface AccountForm {
  name: string
  loginName: string
  grants: Grant[]
}

/** A new account, or another name and other rights for one that is there. */
export function AccountDialog({ operator, onClose, onPassword }: AccountDialogProps) {
  const { t } = useTranslation('accounts')
  const { t: common } = useTranslation('common')
  const client = useQueryClient()
  const [base, setBase] = useState(operator)
  const [form, setForm] = useState<AccountForm>(() => formOf(operator))
  const save = useMutation({
    mutationFn: (ifMatch: number | null) => send(form, base, ifMatch),
    onSuccess: async (answer) => {
      await client.invalidateQueries({ queryKey: keys.operators })
      toast(t('saved'))
      onClose()
      if (answer) onPassword({ operator: answer.operator, password: answer.password })
    },
  })
  const theirs = currentOf(save.error)
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={operator ? t('editTitle', { name: operator.name }) : t('addTitle')}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate(base?.version ?? null)
        }}
      >
        <Stack>
          {!theirs && <FormProblem cause={save.error} />}
          <TextInput
            label={t('name')}
            value={form.name}
            onChange={(event) => setForm({ ...form, name: event.currentTarget.value })}
            required
            maxLength={100}
            autoComplete="off"
          />
          {!operator && (
            <TextInput
              label={t('loginName')}
              description={t('loginNameHint')}
              value={form.loginName}
              onChange={(event) => setForm({ ...form, loginName: event.currentTarget.value.toLowerCase() })}
              required
              pattern="[a-z0-9][a-z0-9._\-]{1,39}"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
            />
          )}
          <GrantsField value={form.grants} onChange={(grants) => setForm({ ...form, grants })} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {common('cancel')}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {operator ? common('save') : t('create')}
            </Button>
          </Group>
        </Stack>
      </form>
      {theirs && (
        <ConflictDialog
          isOpen
          mine={<Facts {...form} />}
          theirs={<Facts {...theirs} />}
          onClose={() => save.reset()}
          onTakeTheirs={() => {
            setBase(theirs)
            setForm(formOf(theirs))
            save.reset()
          }}
          onPutMine={() => save.mutate(theirs.version)}
        />
      )}
    </Modal>
  )
}

function formOf(operator: Operator | null): AccountForm {
  return { name: operator?.name ?? '', loginName: operator?.loginName ?? '', grants: operator?.grants ?? [] }
}

async function send(form: AccountForm, base: Operator | null, ifMatch: number | null) {
  const { name, loginName, grants } = form
  if (!base) return api.post<NewOperatorAnswer>('/operators', { name, loginName, grants })
  await api.patch(`/operators/${base.operatorId}`, { name, grants }, { ifMatch: ifMatch ?? base.version })
  return null
}

function currentOf(cause: unknown): Operator | null {
  const isConflict = cause instanceof ProblemError && cause.code === 'changedMeanwhile'
  // The server's promise: `current` has the shape of its GET.
  return isConflict ? (cause.current as Operator) : null
}

function Facts({ name, grants }: Pick<Operator, 'name' | 'grants'>) {
  const sayGrant = useSayGrant()
  return (
    <>
      <Text>{name}</Text>
      {grants.map((grant) => (
        <Text size="sm" key={`${grant.role} ${grant.areaId}`}>
          {sayGrant(grant)}
        </Text>
      ))}
    </>
  )
}
