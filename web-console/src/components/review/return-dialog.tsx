import { Modal } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ReturnForm } from './return-form.tsx'

interface ReturnDialogProps {
  isOpen: boolean
  title: string
  hint?: string | undefined
  onReturn: (note: string) => void
  onClose: () => void
}

/** Sends something back to whoever made it, with what must be made better. */
export function ReturnDialog({ isOpen, title, ...form }: ReturnDialogProps) {
  const { t } = useTranslation('bulletins')
  const { t: common } = useTranslation('common')
  return (
    <Modal
      opened={isOpen}
      onClose={form.onClose}
      title={`${t('acts.return')}: ${title}`}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <ReturnForm {...form} />
    </Modal>
  )
}
