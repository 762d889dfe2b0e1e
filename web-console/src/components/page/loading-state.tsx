import { Skeleton, Stack, VisuallyHidden } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** The page's bones while its content is on the way. */
export function LoadingState({ lines = 4 }: { lines?: number }) {
  const { t } = useTranslation('common')
  return (
    <Stack gap="sm" p="md" role="status" aria-busy>
      <VisuallyHidden>{t('loading')}</VisuallyHidden>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bones have no other name
        <Skeleton key={line} height={line === 0 ? 28 : 56} width={line === 0 ? '40%' : '100%'} />
      ))}
    </Stack>
  )
}
