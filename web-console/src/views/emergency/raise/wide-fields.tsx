import { Radio, Stack, Textarea, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** What a wide emergency asks for beside the PIN. */
export interface WideForm {
  typedAreaName: string
  isAlone: boolean
  aloneReason: string
}

export const EMPTY_WIDE: WideForm = { typedAreaName: '', isAlone: false, aloneReason: '' }

export function isWideReady({ typedAreaName, isAlone, aloneReason }: WideForm): boolean {
  return typedAreaName.trim() !== '' && (!isAlone || aloneReason.trim() !== '')
}

/** The same as the server asks for it. */
export function wideOf({ typedAreaName, isAlone, aloneReason }: WideForm) {
  return {
    typedAreaName: typedAreaName.trim(),
    ...(isAlone && { breakGlass: { reason: aloneReason.trim() } }),
  }
}

interface WideFieldsProps {
  areaName: string
  value: WideForm
  onChange: (value: WideForm) => void
}

/** The name of the area, typed; then whether a second person is waited for. */
export function WideFields({ areaName, value, onChange }: WideFieldsProps) {
  const { t } = useTranslation('emergency')
  const put = (change: Partial<WideForm>) => onChange({ ...value, ...change })
  return (
    <Stack gap="sm">
      <TextInput
        label={t('confirm.typeName', { name: areaName })}
        description={t('confirm.typeNameHint')}
        data-autofocus
        autoComplete="off"
        value={value.typedAreaName}
        maxLength={200}
        onChange={({ currentTarget }) => put({ typedAreaName: currentTarget.value })}
      />
      <Radio.Group
        value={value.isAlone ? 'alone' : 'second'}
        onChange={(next) => put({ isAlone: next === 'alone' })}
      >
        <Stack gap="xs">
          <Radio value="second" label={t('confirm.second')} description={t('confirm.secondHint')} />
          <Radio value="alone" label={t('confirm.breakGlass')} description={t('confirm.breakGlassHint')} />
        </Stack>
      </Radio.Group>
      {value.isAlone && (
        <Textarea
          label={t('confirm.breakGlassReason')}
          maxLength={500}
          value={value.aloneReason}
          onChange={({ currentTarget }) => put({ aloneReason: currentTarget.value })}
        />
      )}
    </Stack>
  )
}
