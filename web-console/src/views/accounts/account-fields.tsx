import { TextInput } from '@mantine/core'
import type { Grant, Operator } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { GrantsField } from './grants-field.tsx'

/** An account as it is being written. */
export interface AccountForm {
  name: string
  loginName: string
  grants: Grant[]
}

/** The form of an account that is there; null = an empty one. */
export function formOf(operator: Operator | null): AccountForm {
  return { name: operator?.name ?? '', loginName: operator?.loginName ?? '', grants: operator?.grants ?? [] }
}

interface AccountFieldsProps {
  form: AccountForm
  /** The name to sign in with is given once. */
  isNew: boolean
  onChange: (form: AccountForm) => void
}

/** Name, name to sign in with, and rights. */
export function AccountFields({ form, isNew, onChange }: AccountFieldsProps) {
  const { t } = useTranslation('accounts')
  return (
    <>
      <TextInput
        label={t('name')}
        value={form.name}
        onChange={(event) => onChange({ ...form, name: event.currentTarget.value })}
        required
        maxLength={100}
        autoComplete="off"
      />
      {isNew && (
        <TextInput
          label={t('loginName')}
          description={t('loginNameHint')}
          value={form.loginName}
          onChange={(event) => onChange({ ...form, loginName: event.currentTarget.value.toLowerCase() })}
          required
          pattern="[a-z0-9][a-z0-9._\-]{1,39}"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
      )}
      <GrantsField value={form.grants} onChange={(grants) => onChange({ ...form, grants })} />
    </>
  )
}
