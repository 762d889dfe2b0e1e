import { Button, Code, CopyButton, Group, Text } from '@mantine/core'
import type { Operator } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../components/dialogs/dialog.tsx'

export interface OneTimePassword {
  operator: Pick<Operator, 'name' | 'loginName'>
  password: string
}

/** A password that is shown once; a click beside it does not lose it. */
export function PasswordDialog({ shown, onClose }: { shown: OneTimePassword; onClose: () => void }) {
  const { t } = useTranslation('accounts')
  const { operator, password } = shown
  const { name, loginName } = operator
  return (
    <Dialog onClose={onClose} title={t('passwordTitle')} closeOnClickOutside={false} withCloseButton={false}>
      <Text mb="md">{t('passwordText', { name, loginName })}</Text>
      <Group mb="lg" gap="sm">
        <Code fz="xl" p="xs">
          {password}
        </Code>
        <CopyButton value={password}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? t('copied') : t('copy')}
            </Button>
          )}
        </CopyButton>
      </Group>
      <Group justify="flex-end">
        <Button onClick={onClose} data-autofocus>
          {t('done')}
        </Button>
      </Group>
    </Dialog>
  )
}
