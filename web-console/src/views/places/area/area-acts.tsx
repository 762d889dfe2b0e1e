import { Button, Group } from '@mantine/core'
import { IconArrowsMove, IconPencil, IconPlus } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../../api/client.ts'
import { keys } from '../../../api/keys.ts'
import { ConfirmButton } from '../../../components/dialogs/confirm-button.tsx'
import { toast, toastProblem } from '../../../components/toast.ts'
import { AddAreaDialog } from './add-area-dialog.tsx'
import type { AreaPartProps } from './area-panel.tsx'
import { isAreaEmpty } from './editing/area-form.ts'
import { EditAreaDialog } from './editing/edit-area-dialog.tsx'
import { MoveAreaDialog } from './move-area-dialog.tsx'

/** What can be done with an area; removing is offered where nothing is left in it. */
export function AreaActs({ area, known }: AreaPartProps) {
  const { t } = useTranslation('places')
  const [opened, setOpened] = useState<'edit' | 'add' | 'move' | null>(null)
  const close = () => setOpened(null)
  return (
    <Group gap="xs" role="group" aria-label={t('area.only')}>
      <Button
        variant="default"
        leftSection={<IconPencil aria-hidden size={18} />}
        onClick={() => setOpened('edit')}
      >
        {t('area.edit')}
      </Button>
      <Button
        variant="default"
        leftSection={<IconPlus aria-hidden size={18} />}
        onClick={() => setOpened('add')}
      >
        {t('area.addBelow')}
      </Button>
      <Button
        variant="default"
        leftSection={<IconArrowsMove aria-hidden size={18} />}
        onClick={() => setOpened('move')}
      >
        {t('area.move')}
      </Button>
      {isAreaEmpty(area.areaId, known) && <RemoveArea area={area} />}
      {opened === 'edit' && <EditAreaDialog area={area} known={known} onClose={close} />}
      {opened === 'add' && <AddAreaDialog parent={area} onClose={close} />}
      {opened === 'move' && <MoveAreaDialog area={area} known={known} onClose={close} />}
    </Group>
  )
}

function RemoveArea({ area: { areaId, parentId, name, version } }: Pick<AreaPartProps, 'area'>) {
  const { t } = useTranslation('places')
  const client = useQueryClient()
  const navigate = useNavigate({ from: '/dia-ban' })
  const remove = useMutation({
    mutationFn: () => api.remove(`/areas/${areaId}`, { ifMatch: version }),
    onSuccess: async () => {
      toast(t('area.removed', { name }))
      await navigate({ search: parentId === null ? {} : { khu: parentId } })
    },
    onError: toastProblem,
    onSettled: () => client.invalidateQueries({ queryKey: keys.areas }),
  })
  return (
    <ConfirmButton
      loading={remove.isPending}
      question={t('area.removeQuestion', { name })}
      onConfirm={() => remove.mutate()}
    >
      {t('area.remove')}
    </ConfirmButton>
  )
}
