import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { AreaAnswer, ClusterAnswer } from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../../api/client.ts'
import { keys } from '../../../api/keys.ts'
import { Dialog } from '../../../components/dialogs/dialog.tsx'
import { SaveActs } from '../../../components/dialogs/dialog-acts.tsx'
import { FormProblem } from '../../../components/dialogs/form-problem.tsx'
import { PlainForm } from '../../../components/dialogs/plain-form.tsx'
import { toast } from '../../../components/toast.ts'
import { PlaceNameField } from '../place-name-field.tsx'
import { readPositionFields } from './cluster-form.ts'
import { PositionFields } from './position-fields.tsx'

/** A new cluster: a name and a place. Everything else begins as the server and the areas say. */
export function AddClusterDialog({ area, onClose }: { area: AreaAnswer; onClose: () => void }) {
  const { t } = useTranslation('places')
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [where, setWhere] = useState({ latitude: '', longitude: '' })
  const position = readPositionFields(where)
  const add = useMutation({
    mutationFn: () =>
      api.post<ClusterAnswer>('/clusters', { areaId: area.areaId, name: name.trim(), position }),
    onSuccess: async (added) => {
      await Promise.all(
        [keys.clusters, keys.overview].map((queryKey) => client.invalidateQueries({ queryKey })),
      )
      toast(t('cluster.added', { name: added.name }))
      onClose()
    },
  })
  return (
    <Dialog
      onClose={onClose}
      size="lg"
      closeOnClickOutside={false}
      title={t('cluster.addTitle', { name: area.name })}
    >
      <PlainForm
        onSubmit={() => {
          if (position !== 'wrong') add.mutate()
        }}
      >
        <FormProblem cause={add.error} />
        <PlaceNameField label={t('cluster.name')} value={name} onChange={setName} isFirst />
        <PositionFields value={where} onChange={setWhere} />
        <SaveActs
          save={t('cluster.create')}
          loading={add.isPending}
          disabled={name.trim() === '' || position === 'wrong'}
          onCancel={onClose}
        />
      </PlainForm>
    </Dialog>
  )
}
