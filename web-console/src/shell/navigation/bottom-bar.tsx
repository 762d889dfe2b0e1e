import { Group } from '@mantine/core'
import { IconMenu2 } from '@tabler/icons-react'
import { Link, useLocation } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ReviewCount } from '../../views/review/review-count.tsx'
import { useNavigationItems } from './navigation-items.ts'
import { isCurrent } from './side-navigation.tsx'

const SHOWN_MAX = 4

/** On a phone: the four pages of every day, and the rest behind "Thêm". */
export function BottomBar({ onMenu }: { onMenu: () => void }) {
  const { t } = useTranslation('shell')
  const items = useNavigationItems().slice(0, SHOWN_MAX)
  const { pathname } = useLocation()
  return (
    <Group component="nav" aria-label={t('mainNavigation')} gap={0} wrap="nowrap" h="100%">
      {items.map(({ to, word, Icon }) => (
        <Link
          key={to}
          to={to}
          className="tl-bottom-link"
          style={{ position: 'relative' }}
          {...(isCurrent(pathname, to) && { 'aria-current': 'page' as const })}
        >
          <Icon aria-hidden size={22} />
          {t(`nav.${word}`)}
          {word === 'review' && (
            <span style={{ position: 'absolute', insetBlockStart: 2, insetInlineStart: '60%' }}>
              <ReviewCount />
            </span>
          )}
        </Link>
      ))}
      <button type="button" className="tl-bottom-link" onClick={onMenu} aria-haspopup="dialog">
        <IconMenu2 aria-hidden size={22} />
        {t('menu')}
      </button>
    </Group>
  )
}
