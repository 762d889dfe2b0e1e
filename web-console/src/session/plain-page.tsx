import { Box, Container, Group, Paper, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { LanguageSwitch } from '../shell/language-switch.tsx'

/** The frame of pages without navigation: sign-in, must-change-password. */
export function PlainPage({ children }: { children: ReactNode }) {
  const { t } = useTranslation('common')
  return (
    <Box component="main" mih="100dvh" py={{ base: 'md', sm: '10vh' }}>
      <Container size={420}>
        <Group justify="space-between" mb="md">
          <Text fw={600} size="lg">
            {t('appName')}
          </Text>
          <LanguageSwitch />
        </Group>
        <Paper className="tl-surface" p={{ base: 'md', sm: 'xl' }}>
          {children}
        </Paper>
      </Container>
    </Box>
  )
}
