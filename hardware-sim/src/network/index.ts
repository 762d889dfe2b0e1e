export { ClusterNetwork, type FleetNetwork } from './cluster-network.ts'
export { LinkLane } from './link-lane.ts'
export { DIRECTIONS, type Direction } from './model/direction.ts'
export { LinkDirection, meanDelayMs } from './model/link-direction.ts'
export { LinkStream } from './model/link-stream.ts'
export { NetworkLink, type NetworkLinkOptions, type PlannedOutage } from './network-link.ts'
export {
  type DirectionProfile,
  isNetworkProfileName,
  NETWORK_PROFILES,
  type NetworkProfile,
  type NetworkProfileName,
} from './profiles.ts'
export type { Target } from './proxy/proxied-connection.ts'
export { TcpProxy, type TcpProxyOptions } from './proxy/tcp-proxy.ts'
export { UdpProxy, type UdpProxyOptions } from './proxy/udp-proxy.ts'
