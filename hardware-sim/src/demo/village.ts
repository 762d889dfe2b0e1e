import type { FleetCluster } from '../fleet.ts'
import type { Administration } from './administration.ts'

/** Made-up communes; the real list of QĐ 19/2025 is data that a deployment brings. */
const COMMUNES = ['An Bình', 'Hoà Sơn', 'Tân Lập', 'Phú Thịnh', 'Đông Hải', 'Yên Khê']
const HAMLETS = [
  'Thôn Đông',
  'Thôn Đoài',
  'Thôn Trung',
  'Thôn Thượng',
  'Thôn Hạ',
  'Xóm Chợ',
  'Xóm Bến',
  'Xóm Đình',
]
/** Boards differ as real ones do: how fast their sound cards run, and whether these tell their delay. */
const CARD_PPM = [38, -61, 12, 95, -27, -88]
const CODE_VALID_MINUTES = 60

export interface Village {
  communes: { areaId: string; name: string }[]
  clusters: FleetCluster[]
}

/** Makes sure that so many communes with so many clusters each exist, and gives what their boards need to enrol. */
export async function layOutVillage(
  administration: Administration,
  { communes: communeCount, clustersEach }: { communes: number; clustersEach: number },
): Promise<Village> {
  const areas = await administration.get<{ areaId: string; name: string }[]>('/api/v1/areas')
  const known = await administration.get<{ clusterId: string }[]>('/api/v1/clusters')
  const communes = Array.from({ length: communeCount }, (_, index) => ({
    areaId: `xa-${index + 1}`,
    name: `Xã ${COMMUNES[index % COMMUNES.length]}`,
  }))
  const clusters: FleetCluster[] = []
  for (const [communeIndex, commune] of communes.entries()) {
    if (!areas.some(({ areaId }) => areaId === commune.areaId))
      await administration.post('/api/v1/areas', commune)
    for (let index = 0; index < clustersEach; index += 1) {
      const clusterId = `${commune.areaId}-cum-${index + 1}`
      const name = HAMLETS[index % HAMLETS.length]
      if (!known.some((cluster) => cluster.clusterId === clusterId)) {
        await administration.post('/api/v1/clusters', { clusterId, areaId: commune.areaId, name })
      }
      const place = communeIndex * clustersEach + index
      clusters.push({
        name: clusterId,
        enrolmentCode: await enrolmentCode(administration, clusterId),
        board: { ppm: CARD_PPM[place % CARD_PPM.length] ?? 0, reportsDelay: place % 2 === 0, warmUpMs: 300 },
      })
    }
  }
  return { communes, clusters }
}

/** A board that has enrolled already has no use for it; it ends by itself. */
async function enrolmentCode(administration: Administration, clusterId: string): Promise<string> {
  const body = { clusterId, validMinutes: CODE_VALID_MINUTES }
  const { code } = await administration.post<{ code: string }>('/api/v1/enrolment-codes', body)
  return code
}
