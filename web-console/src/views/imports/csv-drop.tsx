import { Button, Group, Stack, Textarea } from '@mantine/core'
import { IconFileSpreadsheet } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FileDrop } from '../../components/file-drop.tsx'
import { type BadFile, type CsvText, readCsvFile, readCsvText } from './read-csv-file.ts'
import type { ImportSource } from './use-import.ts'

interface CsvDropProps {
  onSource: (source: ImportSource) => void
  onBad: (bad: BadFile | 'unreadable') => void
}

/** A file by the picker, dropped, or the cells pasted. */
export function CsvDrop({ onSource, onBad }: CsvDropProps) {
  const { t } = useTranslation('imports')
  const [isPasting, setPasting] = useState(false)
  const take = (text: CsvText, name: string) => {
    if ('bad' in text) onBad(text.bad)
    else onSource({ csv: text.csv, name })
  }
  const takeFile = async (file: File | undefined) => {
    if (!file) return
    try {
      take(readCsvFile(new Uint8Array(await file.arrayBuffer())), file.name)
    } catch {
      onBad('unreadable')
    }
  }
  return (
    <FileDrop
      icon={<IconFileSpreadsheet aria-hidden size={32} />}
      words={{ drop: t('drop'), dropHere: t('dropHere'), choose: t('choose'), hint: t('hint') }}
      accept=".csv,.tsv,.txt,text/csv"
      onFiles={([file]) => void takeFile(file)}
      beside={
        !isPasting && (
          <Button variant="default" size="md" onClick={() => setPasting(true)}>
            {t('paste')}
          </Button>
        )
      }
    >
      {isPasting && <PasteField onText={(text) => take(readCsvText(text), t('pasted'))} />}
    </FileDrop>
  )
}

function PasteField({ onText }: { onText: (text: string) => void }) {
  const { t } = useTranslation('imports')
  const [text, setText] = useState('')
  return (
    <Stack w="100%" gap="xs">
      <Textarea
        label={t('pasteLabel')}
        description={t('pasteHint')}
        rows={6}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        spellCheck={false}
        styles={{ input: { whiteSpace: 'pre', overflowX: 'auto' } }}
      />
      <Group justify="flex-end">
        <Button variant="default" disabled={text.trim() === ''} onClick={() => onText(text)}>
          {t('pasteLook')}
        </Button>
      </Group>
    </Stack>
  )
}
