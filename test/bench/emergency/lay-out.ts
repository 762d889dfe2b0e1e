import type { FleetCluster } from '@tieng-lang/hardware-sim'
import type { AdminClient } from '@tieng-lang/protocol/node'

/** A commune: who may raise there needs no second person. */
export const COMMUNE = { areaId: 'xa-thu', name: 'Xã Thử', code: '99001' }
const PPM_MAX = 100
const WARM_UP_MS = 300
const AT_ONCE = 20

/** Registers the clusters and gives what their boards need to enrol; every second sound card reports its delay. */
export async function layOut(administration: AdminClient, count: number): Promise<FleetCluster[]> {
  await administration.post('/api/v1/areas', COMMUNE)
  const clusters: FleetCluster[] = []
  for (let at = 0; at < count; at += AT_ONCE) {
    const indexes = Array.from({ length: Math.min(AT_ONCE, count - at) }, (_, offset) => at + offset)
    clusters.push(...(await Promise.all(indexes.map((index) => register(administration, { index, count })))))
  }
  return clusters
}

async function register(
  administration: AdminClient,
  { index, count }: { index: number; count: number },
): Promise<FleetCluster> {
  const clusterId = `cum-${index + 1}`
  const settings = { quietHours: { windows: [] } }
  const { areaId } = COMMUNE
  await administration.post('/api/v1/clusters', { clusterId, areaId, name: clusterId, settings })
  const order = { clusterId, validMinutes: 120 }
  const { code } = await administration.post<{ code: string }>('/api/v1/enrolment-codes', order)
  const ppm = -PPM_MAX + (2 * PPM_MAX * index) / Math.max(1, count - 1)
  // Two neighbours in turn, so that each half has cards of both kinds over the whole range of rates.
  const reportsDelay = Math.floor(index / 2) % 2 === 0
  return { name: clusterId, enrolmentCode: code, board: { ppm, reportsDelay, warmUpMs: WARM_UP_MS } }
}
