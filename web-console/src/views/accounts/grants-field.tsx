import { ActionIcon, Group, Input, Select, Stack, Tooltip } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import type { Grant, Role } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { type LineProps, LinesField } from '../../components/lines-field.tsx'
import { AreaPicker } from '../../components/places/area-picker.tsx'

/** As `ROLES` of the protocol, in the order in which people are usually added. */
const ROLES: readonly Role[] = [
  'broadcaster',
  'approver',
  'operator',
  'technician',
  'auditor',
  'administrator',
]

const NEW_GRANT: Grant = { role: 'broadcaster', areaId: null }

interface GrantsFieldProps {
  value: readonly Grant[]
  onChange: (grants: Grant[]) => void
}

/** Roles on areas, a line each. An empty area is everywhere. */
export function GrantsField({ value, onChange }: GrantsFieldProps) {
  const { t } = useTranslation('accounts')
  return (
    <Input.Wrapper label={t('grants')} labelElement="div">
      <Stack gap="xs">
        <LinesField
          value={value}
          onChange={onChange}
          line={GrantLine}
          newLine={NEW_GRANT}
          addWord={t('addGrant')}
          addSize="sm"
        />
      </Stack>
    </Input.Wrapper>
  )
}

function GrantLine({ number, value: grant, onChange, onRemove }: LineProps<Grant>) {
  const { t } = useTranslation('accounts')
  const { t: words } = useTranslation('words')
  const named = (label: string) => `${label} (${t('grant', { count: number })})`
  return (
    <Group gap="xs" align="flex-end" role="group" aria-label={t('grant', { count: number })}>
      <Select
        label={t('role')}
        aria-label={named(t('role'))}
        data={ROLES.map((role) => ({ value: role, label: words(`role.${role}`) }))}
        value={grant.role}
        onChange={(role) => role && onChange({ ...grant, role })}
        allowDeselect={false}
        flex="1 1 11rem"
      />
      <AreaPicker
        label={t('area')}
        placeholder={t('everywhere')}
        value={grant.areaId}
        onChange={(areaId) => onChange({ ...grant, areaId })}
        clearable
        flex="1 1 11rem"
      />
      <Tooltip label={t('removeGrant')}>
        <ActionIcon variant="default" size={42} aria-label={named(t('removeGrant'))} onClick={onRemove}>
          <IconTrash aria-hidden size={18} />
        </ActionIcon>
      </Tooltip>
    </Group>
  )
}
