export { CountedOutput, type CountedOutputOptions, type CountedRun } from './counted-output.ts'
export { MemoryDisk, type MemoryDiskOptions } from './files/memory-files.ts'
export { type DiskTrouble, TroubledDisk } from './files/troubled-files.ts'
export { keyedHashCheck, keyedHashSigner } from './keyed-hash.ts'
export { MemoryMedia } from './media/memory-media.ts'
export { silentBulletin } from './media/silent-bulletin.ts'
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
export { VirtualBoard } from './virtual-board.ts'
export { VirtualClock, VirtualClockView } from './virtual-clock.ts'
export {
  type HornRun,
  VirtualCluster,
  type VirtualClusterOptions,
  type VirtualWorld,
} from './virtual-cluster.ts'
export { VirtualCommune } from './virtual-commune.ts'
