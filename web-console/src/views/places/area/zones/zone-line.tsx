import { Button, Group, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Zone } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { api } from '../../../../api/client.ts'
import { keys } from '../../../../api/keys.ts'
import { ConfirmButton } from '../../../../components/dialogs/confirm-button.tsx'
import { toast, toastProblem } from '../../../../components/toast.ts'

interface ZoneLineProps {
  zone: Zone
  clusterCount: number
  mayWrite: boolean
  onRename: () => void
}

/** One zone; it can be removed where no cluster is in it. */
export function ZoneLine({ zone, clusterCount, mayWrite, onRename }: ZoneLineProps) {
  const { t } = useTranslation('places')
  const { t: common } = useTranslation('common')
  const { name } = zone
  return (
    <Group component="li" justify="space-between" gap="xs" mih={44}>
      <Text flex="1 1 10rem">
        {name}{' '}
        <Text span size="sm" c="dimmed">
          {t('zones.inUse', { count: clusterCount })}
        </Text>
      </Text>
      {mayWrite && (
        <Group gap="xs">
          <Button variant="default" size="sm" onClick={onRename} aria-label={t('zones.rename', { name })}>
            {common('edit')}
          </Button>
          {clusterCount === 0 && <RemoveZone zone={zone} />}
        </Group>
      )}
    </Group>
  )
}

function RemoveZone({ zone: { zoneId, name, version } }: { zone: Zone }) {
  const { t } = useTranslation('places')
  const client = useQueryClient()
  const remove = useMutation({
    mutationFn: () => api.remove(`/zones/${zoneId}`, { ifMatch: version }),
    onSuccess: () => toast(t('zones.removed', { name })),
    onError: toastProblem,
    onSettled: () => client.invalidateQueries({ queryKey: keys.zones }),
  })
  return (
    <ConfirmButton
      size="sm"
      loading={remove.isPending}
      aria-label={t('zones.remove', { name })}
      question={t('zones.removeQuestion', { name })}
      onConfirm={() => remove.mutate()}
    >
      {t('zones.removeShort')}
    </ConfirmButton>
  )
}
