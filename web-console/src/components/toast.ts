import { notifications } from '@mantine/notifications'
import i18next from 'i18next'
import { problemSentence } from '../i18n/problem-sentence.ts'

/** A short word that something was done. */
export function toast(message: string): void {
  notifications.show({ message, color: 'leaf', autoClose: 4_000, closeButtonProps: closeButton() })
}

/** A refusal's sentence, where no place on the page is its own. */
export function toastProblem(cause: unknown): void {
  notifications.show({
    message: problemSentence(cause),
    color: 'amber',
    autoClose: 8_000,
    closeButtonProps: closeButton(),
  })
}

/** Its name for whoever hears the page. */
function closeButton() {
  return { 'aria-label': i18next.t('close') }
}
