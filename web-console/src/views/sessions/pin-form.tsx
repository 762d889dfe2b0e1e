import { Button, PasswordInput, Stack, Text, Title } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { FormProblem } from '../../components/dialogs/form-problem.tsx'
import { isWholePin, pinDigits } from '../../components/emergency/pin/pin-digits.ts'
import { StateBadge } from '../../components/state-badge.tsx'
import { toast } from '../../components/toast.ts'
import '../../i18n/late/emergency-words.ts'
import { useSession } from '../../session/session-context.ts'

const EMPTY = { password: '', pin: '', again: '' }
type Fault = 'notDigits' | 'notTheSame' | null

/** The PIN of whoever is signed in: why there is one, whether it is set, and a new one under the password. */
export function PinSection() {
  const { t } = useTranslation('emergency')
  const { hasPin } = useSession()
  return (
    <section id="pin" aria-labelledby="pin-title" style={{ scrollMarginTop: '5rem' }}>
      <Title order={2} size="h4" mb={4} id="pin-title">
        {t('pin.cardTitle')}
      </Title>
      <Text c="dimmed" mb="xs" maw={640}>
        {t('pin.cardWhy')}
      </Text>
      <Text component="div" mb="sm">
        <StateBadge tone={hasPin ? 'good' : 'waiting'} label={t(hasPin ? 'pin.has' : 'pin.hasNot')} />
      </Text>
      <PinForm hasPin={hasPin} />
    </section>
  )
}

function PinForm({ hasPin }: { hasPin: boolean }) {
  const { t } = useTranslation('emergency')
  const client = useQueryClient()
  const [values, setValues] = useState(EMPTY)
  const [fault, setFault] = useState<Fault>(null)
  const change = useMutation({
    mutationFn: () => api.put('/session/pin', { password: values.password, pin: values.pin }),
    onSuccess: async () => {
      toast(t('pin.done'))
      setValues(EMPTY)
      await client.invalidateQueries({ queryKey: keys.session })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const found = faultOf(values)
    setFault(found)
    if (!found) change.mutate()
  }
  const field = (name: keyof typeof values, read = (text: string) => text) => ({
    value: values[name],
    onChange: (event: { currentTarget: HTMLInputElement }) => {
      const { value } = event.currentTarget
      setValues((old) => ({ ...old, [name]: read(value) }))
    },
    required: true,
    withAsterisk: false,
  })
  return (
    <form onSubmit={submit}>
      <Stack maw={420}>
        <FormProblem cause={change.error} />
        <PasswordInput label={t('pin.password')} autoComplete="current-password" {...field('password')} />
        <PasswordInput
          label={t('pin.newPin')}
          description={t('pin.hint')}
          inputMode="numeric"
          autoComplete="off"
          error={fault === 'notDigits' && t('pin.notDigits')}
          {...field('pin', pinDigits)}
        />
        <PasswordInput
          label={t('pin.newPinAgain')}
          inputMode="numeric"
          autoComplete="off"
          error={fault === 'notTheSame' && t('pin.notTheSame')}
          {...field('again', pinDigits)}
        />
        <Button type="submit" size="md" loading={change.isPending}>
          {t(hasPin ? 'pin.change' : 'pin.set')}
        </Button>
      </Stack>
    </form>
  )
}

function faultOf({ pin, again }: typeof EMPTY): Fault {
  if (!isWholePin(pin)) return 'notDigits'
  return pin === again ? null : 'notTheSame'
}
