import { type Cancellable, type Clock, type LiveSession, SECOND_MS } from '@tieng-lang/protocol'
import type { Output, OutputInput, Sound } from '@tieng-lang/scheduler'
import { RELAY_HOLD_MS, type RelayContent, type Station } from '../../audio/sounds/relay-sound.ts'
import type { LiveReceiver, LiveReception } from '../../live/live-receiver.ts'
import type { LiveReceivers } from '../../live/live-receivers.ts'
import type { TakenSession } from '../../stores/live/live-shelf.ts'
import type { ReadyMedia } from '../ready-media.ts'
import { DeadAir } from './dead-air.ts'
import { readyFile } from './ready-file.ts'

export interface RelaySessionsOptions {
  clock: Clock
  receivers: Pick<LiveReceivers, 'open'>
  media: Pick<ReadyMedia, 'get'>
  output: () => Output
  decide: (input: OutputInput) => void
}

/** What has ended or expired is still listened to for the tail. */
const TAIL_MS = 2 * SECOND_MS

/** A session of a relay, and what comes of it. */
interface Held {
  soundId: string
  session: LiveSession
  receiver: LiveReceiver | undefined
  /** At its expiry; once it has ended, when its receiver goes. */
  timer: Cancellable | undefined
  /** It was not renewed: nothing of it counts any more. */
  isExpired: boolean
  isEnding: boolean
  isLetGo: boolean
}

/**
 * The live sessions of planned relays: each is listened to as soon as it is known, and heard when its sound is. When that
 * begins and how long it lasts the plan says, not the session; only its end is the sound's.
 */
export class RelaySessions {
  readonly #options: RelaySessionsOptions
  /** By session id. */
  readonly #held = new Map<string, Held>()
  /** By sound id: silent samples that no record tells of yet. */
  readonly #lostSamples = new Map<string, number>()
  /** Sounds that end with what has come. */
  readonly #draining = new Set<string>()

  constructor(options: RelaySessionsOptions) {
    this.#options = options
  }

  /** A revision of a session that is the planned sound `soundId`. */
  take(soundId: string, { session, remainingMs }: Pick<TakenSession, 'session' | 'remainingMs'>): void {
    const held = this.#held.get(session.sessionId)
    if (this.#isDone(soundId)) this.soundEnded(soundId)
    else if (session.state === 'ended') this.#end(soundId, held)
    else if (held?.isEnding) return
    else if (held && !held.isExpired) this.#renew(held, session, remainingMs)
    else {
      if (held) this.#letGo(held)
      this.#begin(soundId, session, remainingMs)
    }
  }

  /** What a relay says, as long as it sounds. */
  contentOf({ soundId, durationMs, relay }: Sound): RelayContent {
    const { media } = this.#options
    return {
      lengthMs: durationMs ?? 0,
      openStation: (heardAt, { isFirst }) => this.#openStation(soundId, heardAt, isFirst),
      fallback: () => readyFile(media, relay?.fallbackSha256),
      isOver: () => this.#draining.has(soundId),
      onSilence: (sampleCount) => this.#lose(soundId, sampleCount),
    }
  }

  /** The sound ends with what has come of its session. @returns how long that takes at most, in ms */
  drain(soundId: string): number {
    this.#draining.add(soundId)
    return Math.max(0, ...this.#of(soundId).map(({ session }) => session.delayMs))
  }

  receptionOf(soundId: string): LiveReception | undefined {
    return this.#of(soundId).at(-1)?.receiver?.status()
  }

  /** How much of a sound was silent since this was last asked, in ms. */
  takeLostMs(soundId: string): number {
    const lostMs = (this.#lostSamples.get(soundId) ?? 0) / 48
    this.#lostSamples.delete(soundId)
    return lostMs
  }

  /** What has its record is not listened to any more. */
  soundEnded(soundId: string): void {
    if (!this.#isDone(soundId)) return
    for (const held of this.#of(soundId)) this.#letGo(held)
    this.#lostSamples.delete(soundId)
    this.#draining.delete(soundId)
  }

  async stop(): Promise<void> {
    const all = [...this.#held.values()]
    this.#held.clear()
    for (const { timer } of all) timer?.cancel()
    await Promise.all(all.map(({ receiver }) => receiver?.stop()))
  }

  #begin(soundId: string, session: LiveSession, remainingMs: number): void {
    const held: Held = {
      ...{ soundId, session, receiver: undefined, timer: undefined },
      ...{ isExpired: false, isEnding: false, isLetGo: false },
    }
    this.#held.set(session.sessionId, held)
    this.#expireIn(held, remainingMs)
    held.receiver = this.#options.receivers.open(session, () => {})
  }

  #renew(held: Held, session: LiveSession, remainingMs: number): void {
    held.session = session
    held.receiver?.follow(session)
    this.#expireIn(held, remainingMs)
  }

  #expireIn(held: Held, remainingMs: number): void {
    held.timer?.cancel()
    held.timer = this.#options.clock.after(remainingMs, () => {
      held.isExpired = true
      this.#letGoLater(held, TAIL_MS)
    })
  }

  /** A server that was restarted may have begun another session for the same relay: then the sound goes on with that. */
  #end(soundId: string, held: Held | undefined): void {
    if (held?.isEnding) return
    if (held) {
      held.isEnding = true
      this.#letGoLater(held, held.session.delayMs + TAIL_MS)
    }
    const goesOn = this.#of(soundId).some(({ isExpired, isEnding }) => !isExpired && !isEnding)
    if (!goesOn) this.#options.decide({ kind: 'announceEnd', soundId })
  }

  /** The one that began last, of those of which something is to be heard then. */
  #openStation(soundId: string, heardAt: number, isFirst: boolean): Station | undefined {
    const isHeard = ({ isExpired, receiver }: Held) => {
      if (isExpired || !receiver?.isOpen) return false
      const { isHere, silentForMs } = receiver.soundAt(heardAt)
      return isHere || (isFirst && (silentForMs < 0 || receiver.isSenderSilent))
    }
    const found = this.#of(soundId)
      .toSorted((a, b) => b.session.startedAt - a.session.startedAt)
      .find(isHeard)
    return found?.receiver && this.#stationOf(found, found.receiver)
  }

  /**
   * A sender that answers and has sent nothing says the fallback itself, where that is due: then every cluster says it
   * once, and at once. But what is silent is silent, by whosever will.
   */
  #stationOf(held: Held, receiver: LiveReceiver): Station {
    const source = receiver.source()
    const deadAir = new DeadAir()
    return {
      readSamples: (heardAt, out) => {
        if (held.isLetGo) return 0
        const count = source.readSamples(heardAt, out)
        if (!receiver.isSilent) this.#lose(held.soundId, deadAir.note(out.subarray(0, count)))
        else {
          this.#lose(held.soundId, count)
          deadAir.reset()
        }
        return count
      },
      drain: () => source.drain(),
      isGone: (heardAt) =>
        held.isExpired || (receiver.soundAt(heardAt).silentForMs > RELAY_HOLD_MS && !receiver.isSenderSilent),
      leave: () => receiver.loseTail(),
    }
  }

  #of(soundId: string): Held[] {
    return [...this.#held.values()].filter((held) => held.soundId === soundId)
  }

  #lose(soundId: string, sampleCount: number): void {
    this.#lostSamples.set(soundId, (this.#lostSamples.get(soundId) ?? 0) + sampleCount)
  }

  #letGoLater(held: Held, delayMs: number): void {
    held.timer?.cancel()
    held.timer = this.#options.clock.after(delayMs, () => this.#letGo(held))
  }

  #letGo(held: Held): void {
    held.timer?.cancel()
    held.isLetGo = true
    this.#held.delete(held.session.sessionId)
    void held.receiver?.stop()
  }

  #isDone(soundId: string): boolean {
    return this.#options.output().done.some((done) => done.soundId === soundId)
  }
}
