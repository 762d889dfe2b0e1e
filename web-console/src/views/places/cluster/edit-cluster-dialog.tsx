import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import type { ClusterAnswer, ClusterId } from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../../api/client.ts'
import { keys } from '../../../api/keys.ts'
import { ConflictDialog } from '../../../components/dialogs/conflict-dialog.tsx'
import { FormProblem } from '../../../components/dialogs/form-problem.tsx'
import { useVersionedSave } from '../../../components/dialogs/use-versioned-save.ts'
import { areaPathOf } from '../../../components/places/area-tree.ts'
import { toast } from '../../../components/toast.ts'
import { useMay } from '../../../session/session-context.ts'
import type { KnownPlaces } from '../known-places.ts'
import { ClusterFacts } from './cluster-facts.tsx'
import { ClusterFields } from './cluster-fields.tsx'
import { type ClusterForm, changeOfCluster, formOfCluster, readPositionFields } from './cluster-form.ts'

interface EditClusterDialogProps {
  clusterId: ClusterId
  known: KnownPlaces
  onClose: () => void
}

/** A cluster's settings, to change or, without the right to, to read. */
export function EditClusterDialog({ clusterId, known, onClose }: EditClusterDialogProps) {
  const { t } = useTranslation('places')
  const { t: common } = useTranslation('common')
  const cluster = known.clusters.find((each) => each.clusterId === clusterId)
  const mayWrite = useMay('cluster.write', cluster ? areaPathOf(known.areas, cluster.areaId) : [])
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      closeOnClickOutside={false}
      title={cluster ? t('cluster.editTitle', { name: cluster.name }) : common('notFoundTitle')}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      {!cluster && <Text>{t('cluster.notFound')}</Text>}
      {cluster && !mayWrite && <ClusterFacts cluster={cluster} known={known} />}
      {cluster && mayWrite && <ClusterEditor cluster={cluster} known={known} onClose={onClose} />}
    </Modal>
  )
}

interface ClusterEditorProps {
  cluster: ClusterAnswer
  known: KnownPlaces
  onClose: () => void
}

function ClusterEditor({ cluster, known, onClose }: ClusterEditorProps) {
  const { t } = useTranslation('places')
  const { t: common } = useTranslation('common')
  const [base, setBase] = useState(cluster)
  const [form, setForm] = useState<ClusterForm>(() => formOfCluster(cluster))
  const { save, isSaving, theirs, problem, forget } = useVersionedSave<ClusterAnswer>({
    send: (ifMatch) => api.patch(`/clusters/${cluster.clusterId}`, changeOfCluster(form, base), { ifMatch }),
    stale: [keys.clusters, keys.overview],
    onSaved: ({ name }) => {
      toast(t('cluster.saved', { name }))
      onClose()
    },
  })
  const isPositionWrong = readPositionFields(form) === 'wrong'
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (!isPositionWrong) save(base.version)
      }}
    >
      <Stack>
        <ClusterFields base={base} form={form} known={known} onChange={setForm} />
        <FormProblem cause={problem} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button type="submit" loading={isSaving} disabled={form.name.trim() === '' || isPositionWrong}>
            {common('save')}
          </Button>
        </Group>
      </Stack>
      {theirs && (
        <ConflictDialog
          isOpen
          mine={<ClusterFacts cluster={withForm(base, form)} known={known} />}
          theirs={<ClusterFacts cluster={theirs} known={known} />}
          onClose={forget}
          onTakeTheirs={() => {
            setBase(theirs)
            setForm(formOfCluster(theirs))
            forget()
          }}
          onPutMine={() => save(theirs.version)}
        />
      )}
    </form>
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
