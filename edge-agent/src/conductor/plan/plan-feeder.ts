import { type Clock, itemMedia, type Plan } from '@tieng-lang/protocol'
import type { Output, OutputInput } from '@tieng-lang/scheduler'
import type { ConductorMemory } from '../conductor-memory.ts'
import type { ReadyMedia } from '../ready-media.ts'
import { type DueOccurrence, type HeldPlan, occurrencesToFeed, plannedSound } from './planned-sounds.ts'

/** What is due lies at least a minute ahead when it is handed on, so that looking now and then is enough. */
const FEED_EVERY_MS = 5_000
/** After a long absence what was missed is accounted for piece by piece, with so much time for everything else between. */
export const CATCH_UP_EVERY_MS = 200

/** A plan document, as far as the conductor reads it. */
export interface TakenPlan {
  body: Plan
  revision: number
  validUntil: number | null
  /** The act that this revision came of. */
  traceId?: string | undefined
}

export interface PlanFeederOptions {
  clock: Clock
  media: ReadyMedia
  memory: ConductorMemory
  isClockTrusted: () => boolean
  output: () => Output
  decide: (input: OutputInput) => void
}

/** Hands what the plan has due to arbitration, in time and as soon as its audio is in memory. */
export class PlanFeeder {
  readonly #options: PlanFeederOptions
  #held: HeldPlan | undefined
  /** Monotonic: since when there is a plan in this life. */
  #heldSinceMs: number | undefined
  #feedAgainMs = 0
  #isBehind = false
  /** What had its record before arbitration forgot about it for its age. */
  readonly #doneBefore = new Set<string>()

  constructor(options: PlanFeederOptions) {
    this.#options = options
  }

  /** This plan counts from now on. */
  hold({ body: plan, revision, validUntil }: TakenPlan, timeZone: string): void {
    this.#heldSinceMs ??= this.#options.clock.monotonicMs()
    this.#held = { plan, revision, validUntil, timeZone }
  }

  setTimeZone(timeZone: string): void {
    if (this.#held) this.#held = { ...this.#held, timeZone }
  }

  /** What counts now; undefined before there is a plan and after its validity. */
  get held(): HeldPlan | undefined {
    return this.#held
  }

  /** The next `feed` looks, however short ago it looked last. */
  lookAgain(): void {
    this.#feedAgainMs = 0
  }

  /** Whether more that was missed is still to be accounted for. */
  get isBehind(): boolean {
    return this.#isBehind
  }

  /** Time may have leapt, and arbitration may forget by it what this feeder has yet to pass. */
  remember(done: Output['done']): void {
    for (const { soundId } of done) this.#doneBefore.add(soundId)
  }

  /**
   * Hands on what is due. Audio that is not there in time is waited for until the item's lateness has passed, and is
   * then accounted for as missing.
   */
  feed(): void {
    const held = this.#held
    const { clock, isClockTrusted, memory } = this.#options
    if (!held || !isClockTrusted() || clock.monotonicMs() < this.#feedAgainMs) return
    this.#feedAgainMs = clock.monotonicMs() + FEED_EVERY_MS
    const now = clock.now()
    if (held.validUntil !== null && now >= held.validUntil) {
      this.#planEnded()
      return
    }
    const { due, accountedUntil } = occurrencesToFeed(held, {
      now,
      accountedUntil: this.#accountedUntil(now),
    })
    this.#keepMedia(due)
    this.#stopAsPlanned(due)
    this.#handOn(held, due)
    memory.accountedUntil = accountedUntil
    this.#isBehind = accountedUntil < now
    if (this.#isBehind) this.#feedAgainMs = clock.monotonicMs() + CATCH_UP_EVERY_MS
    else this.#doneBefore.clear()
    memory.noteTrust(true, now)
  }

  /** A new cluster accounts for what it missed since it has a plan: its clock may have been wrong for hours. */
  #accountedUntil(now: number): number {
    const { clock, memory } = this.#options
    const heldMs = clock.monotonicMs() - (this.#heldSinceMs ?? clock.monotonicMs())
    return memory.accountedUntil ?? now - heldMs
  }

  #keepMedia(due: readonly DueOccurrence[]): void {
    const { media, output } = this.#options
    const upcoming = due
      .filter(({ isMissed }) => !isMissed)
      .flatMap(({ occurrence }) => itemMedia(occurrence.item)?.sha256 ?? [])
    media.keep([...mediaHeld(output()), ...upcoming])
  }

  /** What the plan itself has stopped never sounds, but is accounted for like everything planned. */
  #stopAsPlanned(due: readonly DueOccurrence[]): void {
    const { decide, output } = this.#options
    const known = new Set(output().stopped.map(({ broadcastId }) => broadcastId))
    for (const { occurrence, isStopped } of due) {
      const { broadcastId } = occurrence
      if (!isStopped || known.has(broadcastId)) continue
      known.add(broadcastId)
      decide({ kind: 'stop', broadcastId })
    }
  }

  #handOn(held: HeldPlan, due: readonly DueOccurrence[]): void {
    const { decide, media } = this.#options
    const sounds = due
      .filter(
        ({ occurrence, isMissed, isStopped }) =>
          isMissed || isStopped || 'relay' in occurrence.item || media.get(occurrence.item.media.sha256),
      )
      .map(({ occurrence }) => plannedSound(held, occurrence))
      .filter(({ soundId }) => !this.#doneBefore.has(soundId))
    if (sounds.length > 0) decide({ kind: 'due', sounds })
  }

  /** Its validity is over and no newer one has come: it authorises nothing any more. */
  #planEnded(): void {
    this.#held = undefined
    this.#options.decide({ kind: 'planChanged', kept: [], stopped: [] })
  }
}

/** The recordings of everything that sounds, waits or may go on, the nearest first; of a relay what is said in its place. */
export function mediaHeld({ current, next, urgent, interrupted, waiting }: Output): string[] {
  const held = [current, next, ...urgent, ...interrupted, ...waiting]
  return held.flatMap((one) => one?.sound.mediaSha256 ?? one?.sound.relay?.fallbackSha256 ?? [])
}
