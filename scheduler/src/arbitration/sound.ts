import type {
  CapSeverity,
  CapStatus,
  Emergency,
  PlayoutReason,
  Priority,
  Resumption,
} from '@tieng-lang/protocol/browser'

/**
 * One sound that arbitration decides on: an occurrence of a plan, an announcement, or one sounding of an emergency.
 * Everything here is plain JSON, so that a cluster can write it down and go on after a restart.
 */
export interface Sound {
  /** An occurrence id, `{emergencyId}#{edition}#{repeat}`, or the id of a live session. Never used twice. */
  readonly soundId: string
  /** What a stop names: one sounding of a slot, `{emergencyId}@{edition}`, or the live session. A session, too. */
  readonly broadcastId: string
  readonly priority: Priority
  /** When its first sample is due; for what starts at once, when it was sent. */
  readonly dueAt: number
  /** Start of its time slot: the local date on which its session is counted. */
  readonly slotAt: number
  /** Place in the playlist, for sounds that are due together. */
  readonly order: number
  /** Null for live voice: it lasts until it is ended. A relay lasts so long at most. */
  readonly durationMs: number | null
  /** Behind `dueAt`; for what starts at once this is not looked at. */
  readonly latenessMsMax: number
  readonly onInterrupted: Resumption
  /** True: it starts even though a limit will cut it, and is cut there. What is live is always cut. */
  readonly mayBeCut: boolean
  /** Null for what is live. */
  readonly mediaSha256: string | null
  /** In place of the cluster's own volume of that time of day; null where the cluster decides. */
  readonly volumePercent: number | null
  /** Null for what no plan named. */
  readonly planRevision: number | null
  /**
   * Present where it is a relay of another station; `fallbackSha256` is said in its place, null where nothing is.
   * `tunerKhz` where that is what the cluster's own tuner receives at this frequency.
   */
  readonly relay?: { readonly fallbackSha256: string | null; readonly tunerKhz?: number }
  /** Present where the priority is `emergency`. */
  readonly emergency: EmergencyFacts | null
}

/** What ranks one sounding of an emergency among others (DESIGN §4). */
export interface EmergencyFacts {
  readonly emergencyId: string
  readonly edition: number
  readonly status: CapStatus
  readonly severity: CapSeverity
  readonly sentAt: number
  readonly expiresAt: number
  /** 0 for `sentAt`, n for the n-th entry of the repeat plan; `closing` for what is said after the end. */
  readonly repeat: number | 'closing'
  /** True for the first sounding of this edition on this cluster, whichever place in the repeat plan that is. */
  readonly isFirst: boolean
  /** The cluster's own, by its button: it asks nobody for the time. */
  readonly isLocal: boolean
}

/** Why a sounding sound is told to end; `preempted` and `paused` may go on later, the others never. */
export type InterruptReason =
  | Extract<
      PlayoutReason,
      | 'preempted'
      | 'stopped'
      | 'skipped'
      | 'withdrawn'
      | 'quietHours'
      | 'sessionTooLong'
      | 'expired'
      | 'outputFailed'
    >
  | 'paused'

/** Why the player could not sound something, or not to its end. */
export type FailureReason = Extract<
  PlayoutReason,
  | 'audioMissing'
  | 'audioCorrupt'
  | 'amplifierOff'
  | 'amplifierFailed'
  | 'outputFailed'
  | 'outputStarved'
  | 'silentHorn'
  | 'joinedLate'
>

/** One revision of an emergency as this cluster holds it, with how far its repeat plan has come here. */
export interface HeldEmergency {
  readonly emergency: Emergency
  readonly revision: number
  /** The highest place of the repeat plan that became a sound here; -1 before the first. */
  readonly lastRepeat: number
  /** Whether any sounding of it was begun here, in whatever edition: only then is its end said. */
  readonly hasSounded: boolean
  /** Begun by the cluster's own button, and dated by its clock; a revision of the server's takes it over. */
  readonly isLocal: boolean
}
