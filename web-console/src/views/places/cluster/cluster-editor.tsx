import type { ClusterAnswer } from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../../api/client.ts'
import { keys } from '../../../api/keys.ts'
import { SaveActs } from '../../../components/dialogs/dialog-acts.tsx'
import { FormProblem } from '../../../components/dialogs/form-problem.tsx'
import { PlainForm } from '../../../components/dialogs/plain-form.tsx'
import { SaveConflict } from '../../../components/dialogs/save-conflict.tsx'
import { useVersionedSave } from '../../../components/dialogs/use-versioned-save.ts'
import { toast } from '../../../components/toast.ts'
import type { KnownPlaces } from '../known-places.ts'
import { ClusterFacts } from './cluster-facts.tsx'
import { ClusterFields } from './cluster-fields.tsx'
import { type ClusterForm, changeOfCluster, formOfCluster, readPositionFields } from './cluster-form.ts'

interface ClusterEditorProps {
  cluster: ClusterAnswer
  known: KnownPlaces
  onClose: () => void
}

/** The settings as they are being written. */
export function ClusterEditor({ cluster, known, onClose }: ClusterEditorProps) {
  const { t } = useTranslation('places')
  const { t: common } = useTranslation('common')
  const [base, setBase] = useState(cluster)
  const [form, setForm] = useState<ClusterForm>(() => formOfCluster(cluster))
  const saving = useVersionedSave<ClusterAnswer>({
    send: (ifMatch) => api.patch(`/clusters/${cluster.clusterId}`, changeOfCluster(form, base), { ifMatch }),
    stale: [keys.clusters, keys.overview],
    onSaved: ({ name }) => {
      toast(t('cluster.saved', { name }))
      onClose()
    },
  })
  const isPositionWrong = readPositionFields(form) === 'wrong'
  return (
    <>
      <PlainForm
        onSubmit={() => {
          if (!isPositionWrong) saving.save(base.version)
        }}
      >
        <ClusterFields base={base} form={form} known={known} onChange={setForm} />
        <FormProblem cause={saving.problem} />
        <SaveActs
          save={common('save')}
          loading={saving.isSaving}
          disabled={form.name.trim() === '' || isPositionWrong}
          onCancel={onClose}
        />
      </PlainForm>
      <SaveConflict
        saving={saving}
        mine={<ClusterFacts cluster={withForm(base, form)} known={known} />}
        show={(theirs) => <ClusterFacts cluster={theirs} known={known} />}
        onTakeTheirs={(theirs) => {
          setBase(theirs)
          setForm(formOfCluster(theirs))
        }}
      />
    </>
  )
}

/** The cluster as it would be after mine, to be shown beside theirs. */
function withForm(base: ClusterAnswer, form: ClusterForm): ClusterAnswer {
  const { name, areaId, zones, volume, isSpecialArea, quietHours } = form
  const position = readPositionFields(form)
  const { quietHours: _, ...settings } = base.settings
  return {
    ...base,
    name,
    areaId,
    position: position === 'wrong' ? base.position : position,
    settings: { ...settings, zones, volume, isSpecialArea, ...(quietHours && { quietHours }) },
  }
}
