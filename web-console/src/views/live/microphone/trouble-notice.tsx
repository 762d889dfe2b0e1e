import { Alert, Anchor, Text } from '@mantine/core'
import { IconMicrophoneOff } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { MicrophoneTrouble } from '../sound/capture/microphone-trouble.ts'

/** Not of the console: it has to be read before anybody signs in. */
const TRUST_PAGE = '/chung-thu-goc'

/** Why there is no microphone, what to do about it, and what can be done meanwhile. */
export function TroubleNotice({ trouble }: { trouble: MicrophoneTrouble }) {
  const { t } = useTranslation('live')
  return (
    <Alert
      color="amber"
      icon={<IconMicrophoneOff aria-hidden />}
      title={t(`trouble.${trouble}`)}
      role="alert"
    >
      <Text size="sm">{t(`trouble.${trouble}Do`)}</Text>
      {trouble === 'insecure' && (
        <Text size="sm" mt="xs">
          <Anchor href={TRUST_PAGE} inherit underline="always">
            {t('trouble.toTrustPage')}
          </Anchor>
        </Text>
      )}
      <Text size="sm" mt="xs">
        {t('trouble.meanwhile')}{' '}
        <Anchor component={Link} to="/ban-tin" inherit underline="always">
          {t('trouble.toBulletins')}
        </Anchor>
      </Text>
    </Alert>
  )
}
