import { Table, Text } from '@mantine/core'
import { IconAlertTriangleFilled } from '@tabler/icons-react'
import type { Health } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { PageSection } from '../../../components/page/page-section.tsx'
import { useTimes } from '../../../i18n/use-times.ts'
import { type MeasuredLine, measuredLines } from './measured-lines.ts'

const FAULT_STYLE = { color: 'var(--tl-fault)', fontWeight: 600 }

/** What the board measures, and plainly what it cannot. */
export function MeasuredSection({ health }: { health: Health | null }) {
  const { t } = useTranslation('cluster')
  const times = useTimes()
  if (!health)
    return (
      <PageSection title={t('measured.title')}>
        <Text c="dimmed">{t('measured.none')}</Text>
      </PageSection>
    )
  return (
    <PageSection title={t('measured.title')} note={t('measured.at', { time: times.instant(health.at) })}>
      <Table verticalSpacing={4} withRowBorders>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('measured.what')}</Table.Th>
            <Table.Th scope="col">{t('measured.value')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          <Table.Tr>
            <Table.Td>{t('measured.clock')}</Table.Td>
            <Table.Td>{t(`clock.${health.clock.state}`)}</Table.Td>
          </Table.Tr>
          {health.storage && (
            <Table.Tr>
              <Table.Td>{t('measured.storage')}</Table.Td>
              <Table.Td style={health.storage === 'working' ? {} : FAULT_STYLE}>
                {health.storage !== 'working' && <IconAlertTriangleFilled aria-hidden size={14} />}{' '}
                {t(`storage.${health.storage}`)}
              </Table.Td>
            </Table.Tr>
          )}
          {measuredLines(health).map((line) => (
            <Line key={`${line.word}${line.line ?? ''}`} line={line} />
          ))}
          <Table.Tr>
            <Table.Td>{t('measured.uptime')}</Table.Td>
            <Table.Td>{times.duration(health.uptimeS * 1_000)}</Table.Td>
          </Table.Tr>
        </Table.Tbody>
      </Table>
    </PageSection>
  )
}

function Line({ line }: { line: MeasuredLine }) {
  const { t, i18n } = useTranslation('cluster')
  const isFault = line.kind === 'yesNo' && line.isFault
  const number = (value: number) => value.toLocaleString(i18n.language, { maximumFractionDigits: 2 })
  const value =
    line.value === null
      ? t('measured.notMeasured')
      : line.kind === 'number'
        ? `${number(line.value)} ${line.unit}`
        : t(line.value ? 'measured.yes' : 'measured.no')
  return (
    <Table.Tr>
      <Table.Td>{t(`measured.${line.word}`, { line: line.line ?? '' })}</Table.Td>
      <Table.Td
        style={{
          ...(isFault && FAULT_STYLE),
          ...(line.value === null && { color: 'var(--mantine-color-dimmed)' }),
        }}
      >
        {isFault && <IconAlertTriangleFilled aria-hidden size={14} />} {value}
      </Table.Td>
    </Table.Tr>
  )
}
