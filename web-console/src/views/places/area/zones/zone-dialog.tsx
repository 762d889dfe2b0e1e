import { Text } from '@mantine/core'
import type { AreaId, Zone } from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../../../api/client.ts'
import { keys } from '../../../../api/keys.ts'
import { Dialog } from '../../../../components/dialogs/dialog.tsx'
import { SaveActs } from '../../../../components/dialogs/dialog-acts.tsx'
import { FormProblem } from '../../../../components/dialogs/form-problem.tsx'
import { PlainForm } from '../../../../components/dialogs/plain-form.tsx'
import { SaveConflict } from '../../../../components/dialogs/save-conflict.tsx'
import { useVersionedSave } from '../../../../components/dialogs/use-versioned-save.ts'
import { toast } from '../../../../components/toast.ts'
import { PlaceNameField } from '../../place-name-field.tsx'

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
  const saving = useVersionedSave<Zone>({
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
    <Dialog onClose={onClose} title={zone ? t('zones.rename', { name: zone.name }) : t('zones.add')}>
      <PlainForm onSubmit={() => saving.save(zone?.version ?? 0)}>
        <FormProblem cause={saving.problem} />
        <PlaceNameField label={t('zones.name')} value={name} onChange={setName} isFirst />
        <SaveActs
          save={zone ? common('save') : common('add')}
          loading={saving.isSaving}
          disabled={name.trim() === ''}
          onCancel={onClose}
        />
      </PlainForm>
      <SaveConflict
        saving={saving}
        mine={<Text>{name}</Text>}
        show={(theirs) => <Text>{theirs.name}</Text>}
        onTakeTheirs={onClose}
      />
    </Dialog>
  )
}
