import { useTranslation } from 'react-i18next'
import { Dialog } from '../dialogs/dialog.tsx'
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
  return (
    <Dialog opened={isOpen} onClose={form.onClose} title={`${t('acts.return')}: ${title}`}>
      <ReturnForm {...form} />
    </Dialog>
  )
}
