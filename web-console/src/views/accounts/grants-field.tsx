import { ActionIcon, Button, Group, Input, Select, Stack, Tooltip } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import type { Grant, Role } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
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

interface GrantsFieldProps {
  value: readonly Grant[]
  onChange: (grants: Grant[]) => void
}

/** Roles on areas, a line each. An empty area is everywhere. */
export function GrantsField({ value, onChange }: GrantsFieldProps) {
  const { t } = useTranslation('accounts')
  const put = (index: number, grant: Grant) => onChange(value.map((old, at) => (at === index ? grant : old)))
  return (
    <Input.Wrapper label={t('grants')} labelElement="div">
      <Stack gap="xs">
        {value.map((grant, index) => (
          <GrantLine
            // biome-ignore lint/suspicious/noArrayIndexKey: two lines may be the same while they are written
            key={index}
            number={index + 1}
            grant={grant}
            onChange={(changed) => put(index, changed)}
            onRemove={() => onChange(value.filter((_, at) => at !== index))}
          />
        ))}
        <Group>
          <Button
            variant="default"
            size="sm"
            leftSection={<IconPlus aria-hidden size={16} />}
            onClick={() => onChange([...value, { role: 'broadcaster', areaId: null }])}
          >
            {t('addGrant')}
          </Button>
        </Group>
      </Stack>
    </Input.Wrapper>
  )
}

interface GrantLineProps {
  number: number
  grant: Grant
  onChange: (grant: Grant) => void
  onRemove: () => void
}

function GrantLine({ number, grant, onChange, onRemove }: GrantLineProps) {
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
