import { Button } from '@mantine/core'
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

interface UnfoldButtonProps {
  isUnfolded: boolean
  /** Of what: buttons of the same word are told apart by it. */
  title: string
  onClick: () => void
}

export function UnfoldButton({ isUnfolded, title, onClick }: UnfoldButtonProps) {
  const { t } = useTranslation('review')
  const Shape = isUnfolded ? IconChevronUp : IconChevronDown
  return (
    <Button
      variant="subtle"
      size="sm"
      leftSection={<Shape aria-hidden size={18} />}
      aria-expanded={isUnfolded}
      aria-label={isUnfolded ? undefined : t('lookNamed', { title })}
      onClick={onClick}
    >
      {t(isUnfolded ? 'lookLess' : 'look')}
    </Button>
  )
}
