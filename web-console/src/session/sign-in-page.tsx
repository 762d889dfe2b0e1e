import { Button, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { SessionAnswer } from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import { FormProblem } from '../components/dialogs/form-problem.tsx'
import { PlainPage } from './plain-page.tsx'

export function SignInPage() {
  const { t } = useTranslation('session')
  const client = useQueryClient()
  const [loginName, setLoginName] = useState('')
  const [password, setPassword] = useState('')
  const signIn = useMutation({
    mutationFn: () =>
      api.post<SessionAnswer>('/session', { loginName: loginName.trim().toLowerCase(), password }),
    // Answers that another person was given do not outlive the sign-in.
    onSuccess: async () => {
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== keys.session[0] })
      await client.invalidateQueries({ queryKey: keys.session })
    },
  })
  return (
    <PlainPage>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          signIn.mutate()
        }}
      >
        <Stack>
          <Title order={1} size="h2">
            {t('signInTitle')}
          </Title>
          <FormProblem cause={signIn.error} />
          <TextInput
            label={t('loginName')}
            value={loginName}
            onChange={(event) => setLoginName(event.currentTarget.value)}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
            withAsterisk={false}
          />
          <PasswordInput
            label={t('password')}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            autoComplete="current-password"
            required
            withAsterisk={false}
          />
          <Button type="submit" size="md" loading={signIn.isPending}>
            {t('signIn')}
          </Button>
          <Text size="sm" c="dimmed">
            {t('hint')}
          </Text>
        </Stack>
      </form>
    </PlainPage>
  )
}
