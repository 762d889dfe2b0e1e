import { Button, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import i18next from 'i18next'

const SHOWN_MS = 15_000

/** A word that something was saved, with a way to take it back. */
export function undoToast({ message, undo, onUndo }: { message: string; undo: string; onUndo: () => void }) {
  const id = notifications.show({
    color: 'leaf',
    autoClose: SHOWN_MS,
    closeButtonProps: { 'aria-label': i18next.t('close') },
    message: (
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{message}</Text>
        <Button
          size="compact-md"
          variant="default"
          onClick={() => {
            notifications.hide(id)
            onUndo()
          }}
        >
          {undo}
        </Button>
      </Stack>
    ),
  })
}
