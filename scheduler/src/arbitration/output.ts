import type { Emergency, PlayoutReason, QuietHours } from '@tieng-lang/protocol/browser'
import type { FailureReason, HeldEmergency, InterruptReason, Sound } from './sound.ts'

/** What the cluster's configuration and hardware say about sounding. */
export interface OutputRules {
  readonly timeZone: string
  readonly quietHours: QuietHours
  /**
   * How long before its first sample a sound is decided: amplifier warm-up and output buffer, e.g. 600 ms. The player
   * can then place the first sample exactly, and join back-to-back items sample by sample.
   */
  readonly leadMs: number
}

/** A sound that waits for its time, or to go on after an interruption. */
export interface Held {
  readonly sound: Sound
  /** Where it will begin, in milliseconds of the recording; 0 unless it resumes. */
  readonly fromMs: number
  /** Heard so far: the furthest place reached; of what is live, the sum. */
  readonly heardMs: number
  /** First sample ever heard; null before. */
  readonly startedAt: number | null
  readonly interruptions: number
  /** Why it waits to go on; null when it has not begun. */
  readonly because: 'preempted' | 'paused' | 'agentRestarted' | null
  /** Since when it has been told to end, until the player has said where it ended: nothing sounds twice at once. */
  readonly leavingSince?: number
  /** Of what is live and leaving: as it was when this run began, for the player's word on how long it was. */
  readonly leavingRun?: Pick<Playing, 'fromMs' | 'heardMs' | 'startAt'>
}

/** A sound handed to the player: armed until `isHeard`, then sounding. */
export interface Playing extends Held {
  /** When the sample at `fromMs` is heard: planned, then exact once the player has reported it. */
  readonly startAt: number
  /** When its last sample is heard, by recording or by cut, whichever is first; null for what is live and unlimited. */
  readonly endAt: number | null
  /** Nothing of it is heard from here on (quiet hours, session limit); null without limits. */
  readonly cutAt: number | null
  readonly cutReason: 'quietHours' | 'sessionTooLong' | null
  /** True once the player has reported its first sample of this run. */
  readonly isHeard: boolean
  /** What is live has ended, and its last words are heard: whoever takes the place now takes it for good. */
  readonly isOver?: true
}

/** A sound told to end for good, until the player has said where it ended. */
export interface Ending {
  readonly playing: Playing
  /** Null where it had come to its own end. */
  readonly reason: PlayoutReason | null
  readonly toldAt: number
}

/** One session as the limits count it: a broadcast that began. */
export interface Session {
  readonly broadcastId: string
  /** Local date of its slot, `2026-02-17`. */
  readonly date: string
  readonly startedAt: number
}

/** A stop that holds against any later start of the same broadcast. */
export interface Tombstone {
  readonly broadcastId: string
  readonly stoppedAt: number
}

/** A sound that has its record; kept so that a clock stepping back plays nothing twice. */
export interface Done {
  readonly soundId: string
  readonly doneAt: number
}

/** All that arbitration knows. Plain JSON; never changed in place. Begin with `emptyOutput`. */
export interface Output {
  readonly rules: OutputRules
  readonly isClockTrusted: boolean
  readonly isPaused: boolean
  /** Sounding, or armed while nothing else sounds. */
  readonly current: Playing | null
  /** Armed to follow `current`. */
  readonly next: Playing | null
  /** Planned sounds that have not begun, by `dueAt` and place in the playlist. */
  readonly waiting: readonly Held[]
  /** Announcements and emergencies that have not begun: they start as soon as their rank allows. */
  readonly urgent: readonly Held[]
  /** Sounds that began and may go on. */
  readonly interrupted: readonly Held[]
  readonly ending: readonly Ending[]
  readonly emergencies: readonly HeldEmergency[]
  /** Without a trusted clock: when the server's time was asked for the sake of an emergency; null where it was not. */
  readonly timeAskedAt: number | null
  readonly sessions: readonly Session[]
  readonly stopped: readonly Tombstone[]
  readonly done: readonly Done[]
  /** The `now` of the last decision: how far a sound had come when the agent died. */
  readonly decidedAt: number
}

/** Everything that can happen to an output. */
export type OutputInput =
  | { readonly kind: 'rules'; readonly rules: OutputRules }
  /** Sounds entering from the plan; a sound already held or done is passed over. Feed at least `leadMs` ahead. */
  | { readonly kind: 'due'; readonly sounds: readonly Sound[] }
  /**
   * A newer plan. `kept`: every planned sound held now, as the newer plan has it; a held one that is missing, or sounds
   * with another recording, stops at once (`withdrawn`). `stopped`: broadcasts the plan forbids. See `planChange`.
   */
  | { readonly kind: 'planChanged'; readonly kept: readonly Sound[]; readonly stopped: readonly string[] }
  /** Live voice. `takesOver`: a confirmed take-over from whoever speaks now. */
  | { readonly kind: 'announce'; readonly sound: Sound; readonly takesOver: boolean }
  /** A live session has ended: live voice, or that of a relay. */
  | { readonly kind: 'announceEnd'; readonly soundId: string }
  /** A live session has ended that could never be announced: its stream was not reached. */
  | { readonly kind: 'announceMissed'; readonly sound: Sound }
  /**
   * Any revision of an emergency, whatever its state. A lower or equal revision changes nothing. `isLocal`: begun by
   * the cluster's own button.
   */
  | {
      readonly kind: 'emergency'
      readonly emergency: Emergency
      readonly revision: number
      readonly isLocal?: true
    }
  /**
   * The player: the sample at `fromMs` was heard then, or would have been: the first `lostMs` (0) never reached the horn,
   * for the output had stalled or its amplifier was cold.
   */
  | {
      readonly kind: 'started'
      readonly soundId: string
      readonly heardAt: number
      readonly lostMs?: number
    }
  /** The player: how long the sound is in all, now that it is decided which parts of it are played. */
  | { readonly kind: 'lengthKnown'; readonly soundId: string; readonly durationMs: number }
  /** The player: the recording (or the live session) was heard to its end. */
  | { readonly kind: 'finished'; readonly soundId: string; readonly heardAt: number }
  /** The player: it ended at `cutAt`. `positionMs`: how far into the recording; of what is live, of this run. */
  | { readonly kind: 'cut'; readonly soundId: string; readonly heardAt: number; readonly positionMs: number }
  /** The player: it could not start, or not go on. `positionMs` as in `cut`; 0 where nothing was heard. */
  | {
      readonly kind: 'failed'
      readonly soundId: string
      readonly reason: FailureReason
      readonly positionMs: number
    }
  /** The player's answer to `interrupt`: where it ended. `positionMs` as in `cut`. */
  | {
      readonly kind: 'interruptedAt'
      readonly soundId: string
      readonly heardAt: number
      readonly positionMs: number
    }
  | { readonly kind: 'stop'; readonly broadcastId: string | null }
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  | { readonly kind: 'next' }
  /** `steppedMs`: by how much the wall clock has just been moved; what sounds goes on, its instants move along. */
  | { readonly kind: 'clock'; readonly isTrusted: boolean; readonly steppedMs: number }
  | { readonly kind: 'tick' }

/** What became of one sound; the device adds its evidence, number, chain and signature. */
export interface SoundRecord {
  readonly sound: Sound
  readonly outcome: 'heard' | 'partlyHeard' | 'notHeard'
  readonly reason: PlayoutReason | null
  readonly startedAt: number | null
  readonly endedAt: number | null
  /** Of a recording its length; of live voice, from its beginning to its end; of a relay until its planned or earlier end. */
  readonly askedMs: number
  readonly heardMs: number
  readonly interruptions: number
}

/** What is to be done, in this order. */
export type OutputEffect =
  /**
   * Arm the sound. Its sample at `fromMs` is heard at `startAt`, or as soon after as the output can (`atOnce`: it is
   * wanted now). Where something sounds, it never begins before that has ended; `afterSoundId` names a sound whose last
   * sample it follows without a gap. Nothing of it is heard from `cutAt` on.
   */
  | {
      readonly kind: 'start'
      readonly sound: Sound
      readonly startAt: number
      readonly fromMs: number
      readonly cutAt: number | null
      readonly atOnce: boolean
      readonly afterSoundId: string | null
    }
  /** Armed, not yet heard: it is not to be heard now. If it was too late for that: `started`, then `interruptedAt`. */
  | { readonly kind: 'disarm'; readonly soundId: string }
  /** End what sounds as soon as the output can, and answer with `interruptedAt` (or `finished`, if it just was). */
  | { readonly kind: 'interrupt'; readonly soundId: string; readonly reason: InterruptReason }
  /** The limit of an armed or sounding sound has changed. */
  | { readonly kind: 'limit'; readonly soundId: string; readonly cutAt: number | null }
  /** An emergency waits for the server's time, for two seconds at most: ask for it. */
  | { readonly kind: 'askTime' }
  /** A live session is over: sound what is buffered, then report `finished`. */
  | { readonly kind: 'drain'; readonly soundId: string }
  /** Exactly one for every sound that was ever held. */
  | { readonly kind: 'record'; readonly record: SoundRecord }

export interface Decision {
  readonly output: Output
  readonly effects: readonly OutputEffect[]
}

/** An output that knows nothing yet. Its clock is not trusted until a `clock` input says so. */
export function emptyOutput(rules: OutputRules): Output {
  return {
    rules,
    isClockTrusted: false,
    isPaused: false,
    current: null,
    next: null,
    waiting: [],
    urgent: [],
    interrupted: [],
    ending: [],
    emergencies: [],
    timeAskedAt: null,
    sessions: [],
    stopped: [],
    done: [],
    decidedAt: 0,
  }
}
