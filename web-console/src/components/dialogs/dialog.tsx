import { Modal, type ModalProps } from '@mantine/core'
import { useTranslation } from 'react-i18next'

type DialogProps = Omit<ModalProps, 'opened' | 'closeButtonProps'> & {
  /** False while a dialog that stays on the page is not asked for; left out, it is there as long as it is drawn. */
  opened?: boolean
}

/** A window over the page, whose cross has a name for those who hear the page. */
export function Dialog({ opened = true, ...props }: DialogProps) {
  const { t } = useTranslation('common')
  return <Modal opened={opened} closeButtonProps={{ 'aria-label': t('close') }} {...props} />
}
