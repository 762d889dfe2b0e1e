import { Button, NavLink, ScrollArea, Stack, Text } from '@mantine/core'
import { IconLogout } from '@tabler/icons-react'
import { Link, useLocation } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useSession } from '../../session/session-context.ts'
import { useSignOut } from '../../session/use-sign-out.ts'
import { ReviewCount } from '../../views/review/review-count.tsx'
import { LanguageSwitch } from '../language-switch.tsx'
import { ThemeSwitch } from '../theme-switch.tsx'
import { useNavigationItems } from './navigation-items.ts'

/** All pages; on a desktop at the side, on a phone in the drawer. */
export function SideNavigation({ onNavigate }: { onNavigate?: () => void }) {
  const { t } = useTranslation('shell')
  const items = useNavigationItems()
  const { pathname } = useLocation()
  const { name } = useSession()
  const signOut = useSignOut()
  return (
    <Stack h="100%" gap="md">
      <ScrollArea flex={1} type="auto">
        {items.map(({ to, word, Icon }) => {
          const isHere = isCurrent(pathname, to)
          return (
            <NavLink
              key={to}
              component={Link}
              to={to}
              label={t(`nav.${word}`)}
              leftSection={<Icon aria-hidden size={20} />}
              rightSection={word === 'review' && <ReviewCount />}
              active={isHere}
              {...(isHere && { 'aria-current': 'page' })}
              onClick={() => onNavigate?.()}
            />
          )
        })}
      </ScrollArea>
      <Stack gap="xs">
        <Text size="sm" fw={500} truncate>
          {name}
        </Text>
        <LanguageSwitch />
        <ThemeSwitch />
        <Button
          variant="subtle"
          size="compact-md"
          justify="flex-start"
          leftSection={<IconLogout aria-hidden size={18} />}
          loading={signOut.isPending}
          onClick={() => signOut.mutate()}
        >
          {t('signOut')}
        </Button>
      </Stack>
    </Stack>
  )
}

/** Whether a page belongs to this entry; every page lies below `/`, which stands for itself alone. */
export function isCurrent(pathname: string, to: string): boolean {
  return to === '/' ? pathname === '/' : pathname === to || pathname.startsWith(`${to}/`)
}
