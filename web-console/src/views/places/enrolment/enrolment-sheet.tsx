import { Button, CopyButton, Group, List, Stack, Text, Title } from '@mantine/core'
import { IconCopy, IconPrinter } from '@tabler/icons-react'
import type { EnrolmentCodeAnswer } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { Say } from '../../../components/say.tsx'
import { useTimes } from '../../../i18n/use-times.ts'
import { QrCode } from './qr-code.tsx'
import './enrolment.css'

interface EnrolmentSheetProps {
  issued: EnrolmentCodeAnswer
  /** The cluster's. */
  name: string
}

/** The code in large type with its QR and what to do with it; printed, it is the only thing on the paper. */
export function EnrolmentSheet({ issued: { code, url, expiresAt }, name }: EnrolmentSheetProps) {
  const { t } = useTranslation('places')
  const times = useTimes()
  const server = new URL(url).origin
  return (
    <Stack className="tl-print-sheet" gap="sm">
      <Title order={3} className="tl-print-only">
        {t('enrol.title', { name })}
      </Title>
      <Group align="center" justify="center" gap="lg">
        <QrCode text={url} label={t('enrol.qr', { name })} />
        <Stack gap={4} align="center">
          <Text size="sm" c="dimmed">
            {t('enrol.code')}
          </Text>
          <output className="tl-enrolment-code" aria-label={t('enrol.code')}>
            {code}
          </output>
          <Text size="sm">
            {t('enrol.until')}{' '}
            <span className="tl-screen-only">
              <Say at={expiresAt} />
            </span>
            <span className="tl-print-only">{times.exactly(expiresAt)}</span>
          </Text>
        </Stack>
      </Group>
      <Text size="sm" c="dimmed" ta="center" className="tl-screen-only">
        {t('enrol.onlyOnce')}
      </Text>
      <Group justify="center" gap="xs" className="tl-screen-only">
        <CopyButton value={code}>
          {({ copied, copy }) => (
            <Button variant="default" leftSection={<IconCopy aria-hidden size={18} />} onClick={copy}>
              {t(copied ? 'enrol.copied' : 'enrol.copy')}
            </Button>
          )}
        </CopyButton>
        <Button
          variant="default"
          leftSection={<IconPrinter aria-hidden size={18} />}
          onClick={() => window.print()}
        >
          {t('enrol.print')}
        </Button>
      </Group>
      <Title order={3} size="h5">
        {t('enrol.steps')}
      </Title>
      <List type="ordered" spacing={4}>
        <List.Item>{t('enrol.step1')}</List.Item>
        <List.Item>{t('enrol.step2', { server })}</List.Item>
        <List.Item>{t('enrol.step3')}</List.Item>
      </List>
    </Stack>
  )
}
