import { Text } from '@mantine/core'
import type { ClusterId } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../../components/dialogs/dialog.tsx'
import { areaPathOf } from '../../../components/places/area-tree.ts'
import { useMay } from '../../../session/session-context.ts'
import type { KnownPlaces } from '../known-places.ts'
import { ClusterEditor } from './cluster-editor.tsx'
import { ClusterFacts } from './cluster-facts.tsx'

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
    <Dialog
      onClose={onClose}
      size="xl"
      closeOnClickOutside={false}
      title={cluster ? t('cluster.editTitle', { name: cluster.name }) : common('notFoundTitle')}
    >
      {!cluster && <Text>{t('cluster.notFound')}</Text>}
      {cluster && !mayWrite && <ClusterFacts cluster={cluster} known={known} />}
      {cluster && mayWrite && <ClusterEditor cluster={cluster} known={known} onClose={onClose} />}
    </Dialog>
  )
}
