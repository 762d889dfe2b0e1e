import { type Static, Type } from 'typebox'
import { Instant } from '../ids.ts'
import { shape } from '../shape.ts'

/** `degraded`: it works, and somebody should look. `failing`: it does not do what it is there for. */
export const PartState = Type.Enum(['ok', 'degraded', 'failing'])
export type PartState = Static<typeof PartState>

/** What can be wrong with a part of the server; each has a sentence in the console. */
export const PART_CODES = [
  'databaseSlow',
  'databaseFailed',
  'storageFull',
  'onlyEmergencies',
  'brokerNotConnected',
  'brokerNotAnswering',
  'diskLow',
  'diskFull',
  'diskUnreadable',
  'eventLoopSlow',
  'eventLoopStuck',
  'clockStepped',
  'clockBehindRecords',
] as const
const PartCode = Type.Enum([...PART_CODES])
export type PartCode = Static<typeof PartCode>

const part = { state: PartState, code: Type.Union([PartCode, Type.Null()]) }
const Bytes = Type.Number({ minimum: 0 })
const Count = Type.Integer({ minimum: 0 })

/** Part by part, as it was found at `at`. */
const Parts = shape({
  /** A small row was really written and read. */
  database: shape({ ...part, writeMs: Type.Union([Type.Number(), Type.Null()]) }),
  /** Connected, and a publication was acknowledged just now. */
  broker: shape({ ...part, acknowledgedMs: Type.Union([Type.Number(), Type.Null()]) }),
  /** Of the file system under the data folder; null where it does not say. */
  disk: shape({
    ...part,
    freeBytes: Type.Union([Bytes, Type.Null()]),
    freePercent: Type.Union([Type.Number(), Type.Null()]),
  }),
  /** How late the event loop was since the look before. */
  eventLoop: shape({ ...part, delayP99Ms: Type.Number(), delayMsMax: Type.Number() }),
  /** By how much the wall clock was last set; null where it was not. */
  clock: shape({ ...part, steppedMs: Type.Union([Type.Number(), Type.Null()]) }),
})

/** `GET /health`: for anyone, so without names. 503 where a part is failing. */
export const ServerHealth = shape({ at: Instant, state: PartState, parts: Parts })
export type ServerHealth = Static<typeof ServerHealth>
export type HealthParts = ServerHealth['parts']

/** `GET /ready`: 200 only while it is `ready`, else 503. */
export const ReadyAnswer = shape({ state: Type.Enum(['starting', 'ready', 'stopping']) })
export type ReadyAnswer = Static<typeof ReadyAnswer>

/** `GET /api/v1/health`: the same for administrators, with what waits and what was lost. */
export const MachineHealth = shape({
  ...ServerHealth.properties,
  uptimeS: Type.Number({ minimum: 0 }),
  rssBytes: Bytes,
  databaseBytes: Bytes,
  /** What is written and not yet in the database's own file. */
  walBytes: Bytes,
  documentsWaiting: Count,
  clusters: shape({
    enrolled: Count,
    connected: Count,
    /** Those that do not hold the plan that is meant for them yet. */
    planBehind: Count,
  }),
  /** What clusters say they had to let go since they started, and how often their disks refused. */
  losses: shape({ clusters: Count, acks: Count, records: Count, storageFailures: Count }),
  /** Playout records that never came. */
  missingRecords: Count,
})
export type MachineHealth = Static<typeof MachineHealth>
