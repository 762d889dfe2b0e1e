import { Group, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { PlaceNameField } from '../../place-name-field.tsx'
import { isCodeWrong } from './area-form.ts'

interface NameAndCodeProps {
  value: { name: string; code: string }
  onChange: (part: { name?: string; code?: string }) => void
}

/** What an area is called, and its code: text, so that leading zeros stay. */
export function NameAndCode({ value: { name, code }, onChange }: NameAndCodeProps) {
  const { t } = useTranslation('places')
  return (
    <Group align="flex-start" gap="sm">
      <PlaceNameField
        label={t('area.name')}
        flex="2 1 14rem"
        value={name}
        onChange={(next) => onChange({ name: next })}
        isFirst
      />
      <TextInput
        label={t('area.code')}
        description={t('area.codeHint')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        inputMode="numeric"
        maxLength={5}
        flex="1 1 14rem"
        value={code}
        onChange={(event) => onChange({ code: event.currentTarget.value })}
        error={isCodeWrong(code) && t('area.codeWrong')}
        autoComplete="off"
      />
    </Group>
  )
}
