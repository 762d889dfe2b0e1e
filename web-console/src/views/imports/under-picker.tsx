import { type AreaId, EVERYWHERE } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { AreaPicker } from '../../components/places/area-picker.tsx'
import { useMay } from '../../session/session-context.ts'

interface UnderPickerProps {
  /** Null: at the top of the tree, for those who may write everywhere. */
  value: AreaId | null
  onChange: (areaId: AreaId | null) => void
  isBusy: boolean
}

/** Below which area the file's rows go. */
export function UnderPicker({ value, onChange, isBusy }: UnderPickerProps) {
  const { t } = useTranslation('imports')
  const mayEverywhere = useMay('tree.write', EVERYWHERE)
  return (
    <AreaPicker
      label={t('under')}
      description={t('underHint')}
      placeholder={mayEverywhere ? t('underAll') : undefined}
      clearable={mayEverywhere}
      maw={420}
      disabled={isBusy}
      value={value}
      onChange={onChange}
    />
  )
}
