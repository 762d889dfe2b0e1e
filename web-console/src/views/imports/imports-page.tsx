import { Stack, Text } from '@mantine/core'
import { type AreaId, EVERYWHERE } from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormProblem } from '../../components/dialogs/form-problem.tsx'
import { LoadingState } from '../../components/page/loading-state.tsx'
import { PageHeader } from '../../components/page/page-header.tsx'
import { useMay } from '../../session/session-context.ts'
import { BadFileAlert } from './bad-file-alert.tsx'
import { ChosenFile } from './chosen-file.tsx'
import { CsvDrop } from './csv-drop.tsx'
import { FileLinks } from './file-links.tsx'
import { ImportPreview } from './import-preview.tsx'
import { ImportResult } from './import-result.tsx'
import type { BadFile } from './read-csv-file.ts'
import { UnderPicker } from './under-picker.tsx'
import { type ImportSource, useImport } from './use-import.ts'
import '../../i18n/late/imports-words.ts'

/** `/nhap-csv`: a file of areas, zones and clusters is looked at, row by row, and then taken. */
export function ImportsPage() {
  const { t } = useTranslation('imports')
  const mayEverywhere = useMay('tree.write', EVERYWHERE)
  const [underAreaId, setUnder] = useState<AreaId | null>(null)
  const [bad, setBad] = useState<BadFile | 'unreadable' | null>(null)
  const { source, look, forget, carryOut, preview, order, isRenewed, problem } = useImport(underAreaId)
  const isPlaceMissing = !mayEverywhere && underAreaId === null
  const isDone = order.data !== undefined
  const choosePlace = (areaId: AreaId | null) => {
    setUnder(areaId)
    if (source) look(source, areaId)
  }
  const takeSource = (next: ImportSource) => {
    setBad(null)
    look(next, underAreaId)
  }
  const startAnew = () => {
    setBad(null)
    forget()
  }
  return (
    <>
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        action={<FileLinks areaId={underAreaId} isExportOffered={!isPlaceMissing} />}
      />
      <Stack>
        {!isDone && <UnderPicker value={underAreaId} onChange={choosePlace} isBusy={order.isPending} />}
        {isPlaceMissing && <Text>{t('underNeeded')}</Text>}
        {bad && <BadFileAlert bad={bad} />}
        {!isPlaceMissing && !source && <CsvDrop onBad={setBad} onSource={takeSource} />}
        {source && !isDone && <ChosenFile source={source} onAnother={startAnew} isBusy={order.isPending} />}
        <FormProblem cause={problem} />
        {preview.isPending && <Looking />}
        {preview.data && !isDone && (
          <ImportPreview
            preview={preview.data}
            isRenewed={isRenewed}
            isBusy={order.isPending}
            onCarryOut={carryOut}
          />
        )}
        {order.data && <ImportResult result={order.data} onAnother={startAnew} />}
      </Stack>
    </>
  )
}

function Looking() {
  const { t } = useTranslation('imports')
  return (
    <div role="status">
      <Text>{t('looking')}</Text>
      <LoadingState />
    </div>
  )
}
