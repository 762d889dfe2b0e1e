import type { ClusterId, Id } from '@tieng-lang/protocol'
import type { MemoryBroker, VirtualClock, VirtualCluster } from '../../hardware-sim/src/virtual/index.ts'
import type { VirtualServer } from '../support/virtual/virtual-server.ts'
import type { Act, Fault, Story } from './story/story.ts'

/** What a person did, and what came of it. */
export interface DoneAct {
  act: Act
  /** True time. */
  at: number
  /** When it was answered; null as long as it is not, and for ever where the server died over it. */
  answeredAt: number | null
  /** `done`, the code of its refusal, or null as long as it is not answered. */
  outcome: string | null
  /** Of a stop: the broadcast that it named in the end, null for "whatever sounds". */
  broadcastId?: string | null
  /** Of who spoke: the session that the server began. */
  sessionId?: Id
}

/** A fault that is, or was, there. */
export interface ActiveFault {
  fault: Fault
  /** Whom it touches. */
  clusterIds: readonly ClusterId[]
  /** True time. */
  fromAt: number
  /** True time at which it ended; +∞ while it lasts. A step of a clock is over at once. */
  untilAt: number
}

/** Everything that there is to judge by. Instants are true time unless their name says otherwise. */
export interface SimulatedWorld {
  readonly story: Story
  readonly clock: VirtualClock
  readonly startAt: number
  /** When everything was mended and people went home; null before. What was due since is not judged by records. */
  readonly mendedAt: number | null
  readonly timeZone: string
  /** The present life of the server, or the last one while it is dead. */
  readonly server: VirtualServer
  readonly isServerAlive: boolean
  /** The same over all its lives: what passes it can be listened to. */
  readonly broker: MemoryBroker
  /** With their `runs` (see `HornRun`: by the machine's wall clock, and `trueFromAt`/`trueUntilAt`), links, disks. */
  readonly clusters: readonly VirtualCluster[]
  readonly acts: readonly DoneAct[]
  /** In the order of their beginning. */
  readonly faults: readonly ActiveFault[]
}
