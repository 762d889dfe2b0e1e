import { AppShell, Box, Drawer, Group, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { Outlet, useLocation } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMaySomewhere } from '../session/session-context.ts'
import { NewBulletinWatch } from '../views/bulletins/adding/queue/new-bulletin-watch.tsx'
import { EmergencyBanners } from './emergency/emergency-banners.tsx'
import { EmergencyEnter } from './emergency/emergency-enter.tsx'
import { PinWanted } from './emergency/pin-wanted.tsx'
import { MachineBanner } from './machine-banner.tsx'
import { BottomBar } from './navigation/bottom-bar.tsx'
import { SideNavigation } from './navigation/side-navigation.tsx'
import { NowStrip } from './now-strip.tsx'
import { OfflineBanner } from './offline-banner.tsx'
import { StopButton } from './stop/stop-button.tsx'

/** The way into an emergency stands above the pages of a phone, where the thumb is. */
const PAGES_HEIGHT = 64
const ENTER_HEIGHT = 56

/** The frame of every page: what sounds now and Dừng above, pages at the side or, on a phone, below. */
export function AppFrame() {
  const { t } = useTranslation('shell')
  const [isMenuOpen, { open, close }] = useDisclosure(false)
  const { pathname } = useLocation()
  const mayRaise = useMaySomewhere('emergency.raise')
  // On the page itself the button that is held takes its place.
  const isEnterBelow = mayRaise && pathname !== '/khan-cap'
  return (
    <AppShell
      header={{ height: 64 }}
      navbar={{ width: 232, breakpoint: 'sm', collapsed: { mobile: true } }}
      footer={{ height: { base: PAGES_HEIGHT + (isEnterBelow ? ENTER_HEIGHT : 0), sm: 0 } }}
      padding={{ base: 'sm', sm: 'lg' }}
    >
      <a className="tl-skip" href="#main">
        {t('skip')}
      </a>
      <AppShell.Header bg="var(--tl-surface)">
        <Group h="100%" px="md" gap="md" wrap="nowrap">
          <Text fw={600} visibleFrom="sm" w={200} style={{ flex: 'none' }}>
            {t('appName', { ns: 'common' })}
          </Text>
          <NowStrip />
          <Box visibleFrom="sm" style={{ flex: 'none' }}>
            <EmergencyEnter />
          </Box>
          <StopButton />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar visibleFrom="sm" p="sm" bg="var(--tl-surface)" aria-label={t('mainNavigation')}>
        <SideNavigation />
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1}>
        <EmergencyBanners />
        <OfflineBanner />
        <MachineBanner />
        <PinWanted />
        <NewBulletinWatch />
        <Outlet />
      </AppShell.Main>
      <AppShell.Footer hiddenFrom="sm" bg="var(--tl-surface)">
        {isEnterBelow && (
          <Box h={ENTER_HEIGHT} px={6} pt={4}>
            <EmergencyEnter />
          </Box>
        )}
        <Box h={PAGES_HEIGHT}>
          <BottomBar onMenu={open} />
        </Box>
      </AppShell.Footer>
      <Drawer opened={isMenuOpen} onClose={close} title={t('mainNavigation')} position="right" size="xs">
        <Box h="calc(100dvh - 6rem)">
          <SideNavigation onNavigate={close} />
        </Box>
      </Drawer>
    </AppShell>
  )
}
