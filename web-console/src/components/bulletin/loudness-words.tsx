import { Stack, Table, Text } from '@mantine/core'
import type { Loudness } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { sayDb, sayLoudness } from './say-loudness.ts'

/** How loud it was and is, in words; the figures for whoever asks for them. */
export function LoudnessWords({ loudness }: { loudness: Loudness }) {
  const { t, i18n } = useTranslation('bulletins')
  const say = (value: number) => sayDb(value, i18n.language)
  return (
    <Stack gap={4}>
      <Text>{sayLoudness(t, loudness, i18n.language)}</Text>
      {loudness.isGainLowered && <Text>{t('loudness.lowered')}</Text>}
      <details>
        <summary style={{ cursor: 'pointer', paddingBlock: '0.375rem' }}>{t('loudness.exact')}</summary>
        <Table maw={420}>
          <Table.Thead>
            <Table.Tr>
              <Table.Td />
              <Table.Th scope="col">{t('loudness.before')}</Table.Th>
              <Table.Th scope="col">{t('loudness.after')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            <Table.Tr>
              <Table.Th scope="row">{t('loudness.lufs')}</Table.Th>
              <Table.Td>{say(loudness.inputLufs)}</Table.Td>
              <Table.Td>{say(loudness.storedLufs)}</Table.Td>
            </Table.Tr>
            <Table.Tr>
              <Table.Th scope="row">{t('loudness.truePeak')}</Table.Th>
              <Table.Td>{say(loudness.inputTruePeakDbtp)}</Table.Td>
              <Table.Td>{say(loudness.storedTruePeakDbtp)}</Table.Td>
            </Table.Tr>
            <Table.Tr>
              <Table.Th scope="row">{t('loudness.gain')}</Table.Th>
              <Table.Td />
              <Table.Td>{say(loudness.gainDb)}</Table.Td>
            </Table.Tr>
          </Table.Tbody>
        </Table>
      </details>
    </Stack>
  )
}
