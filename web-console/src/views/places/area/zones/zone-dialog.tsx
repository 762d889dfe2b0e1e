import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import type { AreaId, Zone } from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../../../api/client.ts'
import { keys } from '../../../../api/keys.ts'
import { ConflictDialog } from '../../../../components/dialogs/conflict-dialog.tsx'
import { FormProblem } from '../../../../components/dialogs/form-problem.tsx'
import { useVersionedSave } from '../../../../components/dialogs/use-versioned-save.ts'
import { toast } from '../../../../components/toast.ts'

interface ZoneDialogProps {
  /** Null: a new one. */
  zone: Zone | null
  areaId: AreaId
  onClose: () => void
}

/** A zone is a name. */
export function ZoneDialog({ zone, areaId, onClose }: ZoneDialogProps) {
  const { t } = useTranslation('places')
  const { t: common } = useTranslation('common')
  const [name, setName] = useState(zone?.name ?? '')
  const { save, isSaving, theirs, problem, forget } = useVersionedSave<Zone>({
    send: (ifMatch) =>
      zone
        ? api.patch(`/zones/${zone.zoneId}`, { name: name.trim() }, { ifMatch })
        : api.post('/zones', { areaId, name: name.trim() }),
    stale: [keys.zones],
    onSaved: (saved) => {
      toast(zone ? t('zones.saved') : t('zones.added', { name: saved.name }))
      onClose()
    },
  })
  return (
    <Modal
      opened
      onClose={onClose}
      title={zone ? t('zones.rename', { name: zone.name }) : t('zones.add')}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          save(zone?.version ?? 0)
        }}
      >
        <Stack>
          <FormProblem cause={problem} />
          <TextInput
            label={t('zones.name')}
            required
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            autoComplete="off"
            data-autofocus
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {common('cancel')}
            </Button>
            <Button type="submit" loading={isSaving} disabled={name.trim() === ''}>
              {zone ? common('save') : common('add')}
            </Button>
          </Group>
        </Stack>
      </form>
      {theirs && (
        <ConflictDialog
          isOpen
          mine={<Text>{name}</Text>}
          theirs={<Text>{theirs.name}</Text>}
          onClose={forget}
          onTakeTheirs={onClose}
          onPutMine={() => save(theirs.version)}
        />
      )}
    </Modal>
  )
}
