export { CountedOutput, type CountedOutputOptions, type CountedRun } from './counted-output.ts'
export { keyedHashCheck, keyedHashSigner } from './keyed-hash.ts'
export { MemoryDisk, type MemoryDiskOptions } from './memory-files.ts'
export { MemoryMedia } from './memory-media.ts'
export { LiveArrivals } from './messaging/live-arrivals.ts'
export { type MemoryAccount, MemoryBroker } from './messaging/memory-broker.ts'
export { MemoryDatagrams } from './messaging/memory-datagrams.ts'
export {
  type Direction,
  MemoryLink,
  type MemoryLinkOptions,
  type NetworkTrouble,
} from './messaging/memory-link.ts'
export { type MemoryTransportParts, memoryTransport } from './messaging/memory-transport.ts'
export { SeededChance } from './seeded-chance.ts'
export { silentBulletin } from './silent-bulletin.ts'
export { type DiskTrouble, TroubledDisk } from './troubled-files.ts'
export { VirtualBoard } from './virtual-board.ts'
export { VirtualClock, VirtualClockView } from './virtual-clock.ts'
export {
  type HornRun,
  VirtualCluster,
  type VirtualClusterOptions,
  type VirtualWorld,
} from './virtual-cluster.ts'
export { VirtualCommune } from './virtual-commune.ts'
