import type {
  AreaId,
  CapSeverity,
  ClusterId,
  Id,
  Place,
  PlainCommandBody,
  ProgrammeBody,
  QuietHours,
} from '@tieng-lang/protocol'

/** What a person does at the console, through the very functions that the routes call. */
export type Act =
  | { kind: 'uploadBulletin'; bulletinId: Id; durationMs: number }
  | { kind: 'submitBulletin' | 'approveBulletin' | 'returnBulletin' | 'withdrawBulletin'; bulletinId: Id }
  | ({ kind: 'planProgramme' | 'changeProgramme' } & ProgrammeBody)
  | {
      kind: 'submitProgramme' | 'approveProgramme' | 'returnProgramme' | 'removeProgramme'
      programmeId: Id
    }
  /** `of`: the cluster whose broadcast it is; where nothing sounds there, whatever sounds at the place is stopped. */
  | { kind: 'stop'; place: Place; broadcast: 'whatever' | { of: ClusterId } }
  | { kind: 'command'; place: Place; body: PlainCommandBody }
  | { kind: 'moveCluster'; clusterId: ClusterId; areaId: AreaId }
  | { kind: 'moveArea'; areaId: AreaId; parentId: AreaId }
  | { kind: 'setQuietHours'; areaId: AreaId; quietHours: QuietHours }
  | {
      kind: 'raiseEmergency'
      emergencyId: Id
      status: 'Actual' | 'Exercise'
      severity: CapSeverity
      place: Place
      everyS: number
      lastsMs: number
    }
  /** A new edition, that lasts so long from then on. */
  | { kind: 'updateEmergency'; emergencyId: Id; lastsMs: number }
  | { kind: 'endEmergency'; emergencyId: Id; how: 'allClear' | 'cancel' | 'correction' }
  /** Somebody speaks into a microphone, beside which these clusters are to be silent. */
  | {
      kind: 'speak'
      place: Place
      silenced: readonly ClusterId[]
      takeOver: boolean
      /** The emergency that it belongs to. */
      ofEmergency: Id | null
      forMs: number
      /** Then it is ended, or left open with nobody there, or its network is gone. */
      ending: 'ends' | 'forgotten' | 'lost'
    }

export type Direction = 'up' | 'down'

/** The worst clock of any board, in parts per million. */
export const DRIFT_PPM_MAX = 80

/** What goes wrong, and for how long. `clusterIds` absent: the whole network at once. */
export type Fault =
  | { kind: 'powerCut'; clusterId: ClusterId; forMs: number }
  /** The agent alone dies, what it had handed to the disk is written, and it is started again. */
  | { kind: 'agentKilled'; clusterId: ClusterId; forMs: number }
  /** `takesBroker`: the embedded broker dies with it, and all that was retained. */
  | { kind: 'serverKilled'; forMs: number; takesBroker: boolean }
  | { kind: 'brokerLost'; forMs: number; keepsRetained: boolean }
  | { kind: 'partition'; clusterIds?: readonly ClusterId[]; directions: readonly Direction[]; forMs: number }
  /** Late by up to so much, told twice with this likelihood, the connection lost with that one, a message. */
  | {
      kind: 'badNetwork'
      clusterIds?: readonly ClusterId[]
      latencyMsMax: number
      duplicated: number
      broken: number
      forMs: number
    }
  /** The wall clock is set: ahead, or back. */
  | { kind: 'clockStep'; clusterId: ClusterId; byMs: number }
  /** The wall clock runs fast (or slow, negative) by so much. */
  | { kind: 'clockDrift'; clusterId: ClusterId; ppm: number; forMs: number }
  | { kind: 'disk'; clusterId: ClusterId; trouble: 'full' | 'slow' | 'failing'; forMs: number }

/** One line of a story: `afterMs` its beginning. */
export interface StoryEvent {
  afterMs: number
  event: Act | Fault
}

/** Everything that a run depends on, as plain data: the same story is the same run, to the last record. */
export interface Story {
  seed: string
  days: number
  clusterIds: readonly ClusterId[]
  events: readonly StoryEvent[]
}
