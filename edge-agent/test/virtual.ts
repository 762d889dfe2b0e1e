/** The twins of clock, chance, disk, broker and media, for tests that let hours pass. */
export {
  MemoryBroker,
  MemoryDisk,
  MemoryLink,
  MemoryMedia,
  memoryTransport,
  SeededChance,
  VirtualClock,
  VirtualClockView,
} from '../../hardware-sim/src/virtual/index.ts'
