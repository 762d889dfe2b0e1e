import { Button, type ButtonProps, Group } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

/** The foot of a dialog: the way back, and beside it what goes on. */
export function DialogActs({ onCancel, children }: { onCancel: () => void; children?: ReactNode }) {
  const { t } = useTranslation('common')
  return (
    <Group justify="flex-end">
      <Button variant="default" onClick={onCancel}>
        {t('cancel')}
      </Button>
      {children}
    </Group>
  )
}

interface SaveActsProps extends Pick<ButtonProps, 'disabled' | 'loading'> {
  /** What the button says that sends the form. */
  save: string
  onCancel: () => void
}

/** The foot of a form: the way back, and the button that sends it. */
export function SaveActs({ save, onCancel, ...button }: SaveActsProps) {
  return (
    <DialogActs onCancel={onCancel}>
      <Button type="submit" {...button}>
        {save}
      </Button>
    </DialogActs>
  )
}
