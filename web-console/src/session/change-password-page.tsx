import { Stack, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ChangePasswordForm } from './change-password-form.tsx'
import { PlainPage } from './plain-page.tsx'

/** Shown until a password that somebody else has set is replaced. */
export function ChangePasswordPage() {
  const { t } = useTranslation('session')
  return (
    <PlainPage>
      <Stack>
        <Title order={1} size="h2">
          {t('changeTitle')}
        </Title>
        <Text>{t('mustChange')}</Text>
        <ChangePasswordForm />
      </Stack>
    </PlainPage>
  )
}
