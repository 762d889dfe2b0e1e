import type { AdminClient } from '@tieng-lang/protocol/node'
import type { FleetCluster } from '../fleet.ts'

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

/** Codes that no real place has: the list of QĐ 19/2025 ends long before. */
const ROOT = { areaId: 'tinh-mau', code: '99', name: 'Tỉnh Sơn Hà (mẫu)' }
/** Where the made-up communes lie, WGS 84. */
const CENTRE = { latitude: 20.93, longitude: 105.94 }
const COMMUNE_STEP_DEGREES = 0.045
const HAMLET_STEP_DEGREES = 0.009

export interface Village {
  rootAreaId: string
  communes: { areaId: string; name: string }[]
  clusters: FleetCluster[]
}

/** Makes sure that so many communes with so many clusters each exist, and gives what their boards need to enrol. */
export async function layOutVillage(
  administration: AdminClient,
  { communes: communeCount, clustersEach }: { communes: number; clustersEach: number },
): Promise<Village> {
  const communes = await layOutAreas(administration, communeCount)
  const known = await administration.get<{ clusterId: string }[]>('/api/v1/clusters')
  const clusters: FleetCluster[] = []
  for (const [communeIndex, { areaId }] of communes.entries()) {
    for (let index = 0; index < clustersEach; index += 1) {
      const clusterId = `${areaId}-cum-${index + 1}`
      if (!known.some((cluster) => cluster.clusterId === clusterId)) {
        const cluster = { clusterId, areaId, name: HAMLETS[index % HAMLETS.length] }
        const position = positionOf(communeIndex, index)
        await administration.post('/api/v1/clusters', { ...cluster, position })
      }
      const place = communeIndex * clustersEach + index
      clusters.push({
        name: clusterId,
        enrolmentCode: await enrolmentCode(administration, clusterId),
        board: { ppm: CARD_PPM[place % CARD_PPM.length] ?? 0, reportsDelay: place % 2 === 0, warmUpMs: 300 },
      })
    }
  }
  return { rootAreaId: ROOT.areaId, communes, clusters }
}

/** A province with its communes. */
async function layOutAreas(administration: AdminClient, communeCount: number): Promise<Village['communes']> {
  const known = await administration.get<{ areaId: string }[]>('/api/v1/areas')
  const communes = Array.from({ length: communeCount }, (_, index) => ({
    areaId: `xa-${index + 1}`,
    parentId: ROOT.areaId,
    code: `99${String(index + 1).padStart(3, '0')}`,
    name: `Xã ${COMMUNES[index % COMMUNES.length]}`,
  }))
  for (const area of [ROOT, ...communes])
    if (!known.some(({ areaId }) => areaId === area.areaId)) await administration.post('/api/v1/areas', area)
  return communes
}

/** Communes lie side by side, their hamlets around the middle of each. */
function positionOf(communeIndex: number, index: number): { latitude: number; longitude: number } {
  const turn = index * 2.4
  const reach = HAMLET_STEP_DEGREES * Math.sqrt(index + 0.5)
  return {
    latitude: CENTRE.latitude + reach * Math.sin(turn),
    longitude: CENTRE.longitude + communeIndex * COMMUNE_STEP_DEGREES + reach * Math.cos(turn),
  }
}

/** A board that has enrolled already has no use for it; it ends by itself. */
async function enrolmentCode(administration: AdminClient, clusterId: string): Promise<string> {
  const body = { clusterId, validMinutes: CODE_VALID_MINUTES }
  const { code } = await administration.post<{ code: string }>('/api/v1/enrolment-codes', body)
  return code
}
