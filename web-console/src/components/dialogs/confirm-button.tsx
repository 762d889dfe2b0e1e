import { Button, type ButtonProps, Group, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from './dialog.tsx'

interface ConfirmButtonProps extends ButtonProps {
  children: string
  /** What will happen, and whether it can be undone. */
  question: ReactNode
  onConfirm: () => void
}

/** An act that cannot be undone asks once, in words; Enter does not confirm by accident. */
export function ConfirmButton({ children, question, onConfirm, ...props }: ConfirmButtonProps) {
  const { t } = useTranslation('common')
  const [isOpen, { open, close }] = useDisclosure(false)
  return (
    <>
      <Button variant="default" {...props} onClick={open}>
        {children}
      </Button>
      <Dialog opened={isOpen} onClose={close} title={children}>
        <Text component="div" mb="lg">
          {question}
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={close} data-autofocus>
            {t('cancel')}
          </Button>
          <Button
            onClick={() => {
              close()
              onConfirm()
            }}
          >
            {children}
          </Button>
        </Group>
      </Dialog>
    </>
  )
}
