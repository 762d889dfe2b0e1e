import { Button, Code, CopyButton, Group, Text } from '@mantine/core'
import type { NewCapSenderAnswer } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../components/dialogs/dialog.tsx'

/** A token that is shown once; a click beside it does not lose it. */
export function TokenDialog({ added, onClose }: { added: NewCapSenderAnswer; onClose: () => void }) {
  const { t } = useTranslation('capSenders')
  const { capSender, token } = added
  return (
    <Dialog
      onClose={onClose}
      title={t('tokenTitle')}
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
    >
      <Text mb="md">{t('tokenText', { name: capSender.name })}</Text>
      <Code block mb="sm" style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
        {token}
      </Code>
      <Group justify="flex-end">
        <CopyButton value={token}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy} data-autofocus>
              {copied ? t('copied') : t('copy')}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onClose}>{t('done')}</Button>
      </Group>
    </Dialog>
  )
}
