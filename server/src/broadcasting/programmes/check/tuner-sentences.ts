import type { ProgrammeDefinition, Sentence } from '@tieng-lang/protocol'
import type { Cluster } from '../../../storage/tree/clusters.ts'
import { inSlices } from '../../delivery/in-slices.ts'
import type { Services } from '../../services.ts'

/** Of many clusters so many are named. */
const NAMED_MAX = 5

/**
 * Where a relay is what the clusters' own tuners receive: which of them have said that they have none. Whoever has not
 * said anything is not named.
 */
export async function tunerSentences(
  { clock, reports }: Pick<Services, 'clock' | 'reports'>,
  { playlist }: ProgrammeDefinition,
  clusters: readonly Cluster[],
): Promise<Sentence[]> {
  const relays = playlist.flatMap((item) =>
    'relay' in item && item.relay.source.kind === 'tuner' ? { ...item.relay, title: item.title } : [],
  )
  if (relays.length === 0) return []
  const lacking: Cluster[] = []
  await inSlices(clock, clusters, (cluster) => {
    if (reports.find(cluster.clusterId, 'health')?.board.hasTuner === false) lacking.push(cluster)
  })
  if (lacking.length === 0) return []
  const named = lacking.slice(0, NAMED_MAX).map(({ name }) => name)
  const names = `${named.join(', ')}${lacking.length > NAMED_MAX ? ', …' : ''}`
  return relays.map(({ title, fallbackBulletinId }) => ({
    code: 'noTuner',
    vi: `${lacking.length} cụm loa không có bộ thu FM (${names}): ở đó mục “${title}” ${fallbackBulletinId === null ? 'sẽ không có tiếng' : 'chỉ phát bản tin thay thế'}.`,
    en: `${lacking.length === 1 ? '1 cluster has' : `${lacking.length} clusters have`} no FM tuner (${names}): there “${title}” is ${fallbackBulletinId === null ? 'silence' : 'only the bulletin in its place'}.`,
  }))
}
