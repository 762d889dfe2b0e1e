import { Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { IconFileSpreadsheet } from '@tabler/icons-react'
import { type ChangeEvent, type DragEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type BadFile, type CsvText, readCsvFile, readCsvText } from './read-csv-file.ts'
import type { ImportSource } from './use-import.ts'

interface CsvDropProps {
  onSource: (source: ImportSource) => void
  onBad: (bad: BadFile | 'unreadable') => void
}

/** A file by the picker, dropped, or the cells pasted. */
export function CsvDrop({ onSource, onBad }: CsvDropProps) {
  const { t } = useTranslation('imports')
  const [isOver, setIsOver] = useState(false)
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
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    setIsOver(false)
    void takeFile(event.dataTransfer.files[0])
  }
  return (
    <Stack
      align="center"
      gap="xs"
      p="lg"
      className="tl-surface"
      style={{ borderStyle: 'dashed', borderWidth: 2, ...(isOver && { borderColor: 'var(--tl-health)' }) }}
      onDragOver={(event) => {
        event.preventDefault()
        setIsOver(true)
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={onDrop}
    >
      <IconFileSpreadsheet aria-hidden size={32} />
      <Text visibleFrom="sm">{t(isOver ? 'dropHere' : 'drop')}</Text>
      <Group justify="center" gap="xs">
        <FileButton onFile={(file) => void takeFile(file)} />
        {!isPasting && (
          <Button variant="default" size="md" onClick={() => setPasting(true)}>
            {t('paste')}
          </Button>
        )}
      </Group>
      <Text size="sm" c="dimmed" ta="center">
        {t('hint')}
      </Text>
      {isPasting && <PasteField onText={(text) => take(readCsvText(text), t('pasted'))} />}
    </Stack>
  )
}

function FileButton({ onFile }: { onFile: (file: File | undefined) => void }) {
  const { t } = useTranslation('imports')
  const input = useRef<HTMLInputElement>(null)
  const onPicked = ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    onFile(currentTarget.files?.[0])
    // The same file chosen again is a change only after this.
    currentTarget.value = ''
  }
  return (
    <>
      <Button size="md" onClick={() => input.current?.click()}>
        {t('choose')}
      </Button>
      <input
        ref={input}
        type="file"
        accept=".csv,.tsv,.txt,text/csv"
        hidden
        aria-label={t('choose')}
        onChange={onPicked}
      />
    </>
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
