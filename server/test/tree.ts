import type { AreaChange, ClusterChange, ClusterId, NewArea, NewCluster, NewZone } from '@tieng-lang/protocol'
import type { Principal } from '../src/access/principal.ts'
import type { Services } from '../src/broadcasting/services.ts'
import * as areas from '../src/broadcasting/tree/areas.ts'
import * as clusters from '../src/broadcasting/tree/clusters.ts'
import * as zones from '../src/broadcasting/tree/zones.ts'

/** Whoever may open the administration socket: everything is allowed. */
export const LOCAL: Principal = {
  operatorId: null,
  name: 'test',
  grants: [{ role: 'administrator', areaId: null }],
  address: 'local',
}

export const addArea = (services: Services, wanted: NewArea) => areas.addArea(services, wanted, LOCAL)
export const addZone = (services: Services, wanted: NewZone) => zones.addZone(services, wanted, LOCAL)
export const addCluster = (services: Services, wanted: NewCluster) =>
  clusters.addCluster(services, wanted, LOCAL)
export const changeCluster = (services: Services, clusterId: ClusterId, change: ClusterChange) =>
  clusters.changeCluster(services, { clusterId, expected: 'any', change }, LOCAL)
export const changeArea = (services: Services, areaId: string, change: AreaChange) =>
  areas.changeArea(services, { areaId, expected: 'any', change }, LOCAL)
