import { Badge } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useWaiting } from './waiting/use-waiting.ts'
import { decidableCount } from './waiting/waiting-items.ts'

/** How many wait for this person, beside the page's name in the navigation; nothing where none does. */
export function ReviewCount() {
  const { t } = useTranslation('review')
  const count = decidableCount(useWaiting().groups)
  if (count === 0) return null
  return (
    <Badge component="span" size="sm" circle={count < 10} aria-label={t('count', { count })}>
      {count}
    </Badge>
  )
}
