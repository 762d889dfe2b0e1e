import { Button, PasswordInput, Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import { FormProblem } from '../components/dialogs/form-problem.tsx'
import { toast } from '../components/toast.ts'

/** As `PASSWORD_LENGTH_MIN` of the protocol, whose shapes are too heavy to load for a number. */
const LENGTH_MIN = 10

type Fault = 'tooShort' | 'notTheSame' | null

/** The old password once, the new one twice; faults are told after the first try. */
export function ChangePasswordForm() {
  const { t } = useTranslation('session')
  const client = useQueryClient()
  const [values, setValues] = useState({ current: '', next: '', again: '' })
  const [fault, setFault] = useState<Fault>(null)
  const change = useMutation({
    mutationFn: () => api.put('/session/password', { current: values.current, next: values.next }),
    onSuccess: async () => {
      toast(t('changed'))
      setValues({ current: '', next: '', again: '' })
      await client.invalidateQueries({ queryKey: keys.session })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const found = faultOf(values)
    setFault(found)
    if (!found) change.mutate()
  }
  const field = (name: keyof typeof values, autoComplete: string) => ({
    value: values[name],
    onChange: (event: { currentTarget: HTMLInputElement }) => {
      const { value } = event.currentTarget
      setValues((old) => ({ ...old, [name]: value }))
    },
    autoComplete,
    required: true,
    withAsterisk: false,
  })
  return (
    <form onSubmit={submit}>
      <Stack maw={420}>
        <FormProblem cause={change.error} />
        <PasswordInput label={t('currentPassword')} {...field('current', 'current-password')} />
        <PasswordInput
          label={t('newPassword')}
          description={t('lengthHint', { count: LENGTH_MIN })}
          error={fault === 'tooShort' && t('tooShort', { count: LENGTH_MIN })}
          {...field('next', 'new-password')}
        />
        <PasswordInput
          label={t('newPasswordAgain')}
          error={fault === 'notTheSame' && t('notTheSame')}
          {...field('again', 'new-password')}
        />
        <Button type="submit" size="md" loading={change.isPending}>
          {t('change')}
        </Button>
      </Stack>
    </form>
  )
}

function faultOf({ next, again }: { next: string; again: string }): Fault {
  if (next.length < LENGTH_MIN) return 'tooShort'
  return next === again ? null : 'notTheSame'
}
