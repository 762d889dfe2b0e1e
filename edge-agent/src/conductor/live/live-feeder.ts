import {
  type Cancellable,
  type Clock,
  type Emergency,
  type LiveSession,
  SECOND_MS,
} from '@tieng-lang/protocol'
import type { Output, OutputInput } from '@tieng-lang/scheduler'
import type { SampleStream } from '../../audio/sounds/sound.ts'
import type { LiveReceiver, LiveReception } from '../../live/live-receiver.ts'
import type { LiveReceivers } from '../../live/live-receivers.ts'
import type { TakenSession } from '../../stores/live/live-shelf.ts'
import { JoinedSource } from './joined-source.ts'
import { liveSound } from './live-sound.ts'

export interface LiveFeederOptions {
  clock: Clock
  receivers: Pick<LiveReceivers, 'open'>
  output: () => Output
  decide: (input: OutputInput) => void
  emergencyOf: (emergencyId: string) => Emergency | undefined
}

/** The emergency that a session belongs to may come a moment after it. */
const EMERGENCY_MS_MAX = 2 * SECOND_MS
/** After a restart a live sound goes on as soon as its session is here again; for so long that is waited for. */
const RESTORED_MS_MAX = 10 * SECOND_MS
/** After the end the stream is still listened to for what is missing of the tail. */
const TAIL_MS = 2 * SECOND_MS

/** Sessions that expired here and may come back. */
const EXPIRED_MAX = 16

interface Held {
  soundId: string
  session: LiveSession
  receiver: LiveReceiver | undefined
  source: JoinedSource | undefined
  /** At its expiry; while it ends, when its receiver goes. */
  timer: Cancellable | undefined
  openedMs: number | undefined
  isAnnounced: boolean
  isEnding: boolean
  /** Of its silent samples, so many are in records already. */
  recordedSilentMs: number
}

/** Brings live voices to arbitration: each as soon as it can be heard here, until it ends or is not renewed. */
export class LiveFeeder {
  readonly #options: LiveFeederOptions
  /** By sound id. */
  readonly #held = new Map<string, Held>()
  /** Sounds of an earlier life whose session has not come again yet. */
  readonly #orphans = new Map<string, { source: JoinedSource; timer: Cancellable }>()
  /** By the session's own: under which sound id it is heard when it comes back after it had expired here. */
  readonly #nextIds = new Map<string, string>()

  constructor(options: LiveFeederOptions) {
    this.#options = options
  }

  /** A revision of a session that this cluster is to follow. */
  take({ session, remainingMs }: Pick<TakenSession, 'session' | 'remainingMs'>): void {
    const soundId = this.#presentId(session)
    const held = this.#held.get(soundId)
    if (session.state === 'ended') {
      this.#nextIds.delete(session.sessionId)
      this.#end(soundId)
    } else if (held && !held.isEnding) this.#renew(held, session, remainingMs)
    else if (!held && !this.#isDone(soundId)) this.#begin(soundId, session, remainingMs)
  }

  /** An emergency has come, or was changed: a session may have waited for it. */
  lookAgain(): void {
    for (const held of this.#held.values()) this.#announce(held)
  }

  /** The sound of a session from now on; silent where its stream is not here. */
  sourceOf(soundId: string): SampleStream {
    const held = this.#held.get(soundId)
    const source = new JoinedSource()
    if (!held) this.#adopt(soundId, source)
    else {
      held.source = source
      if (held.receiver?.isOpen) source.join(held.receiver.source())
    }
    return source
  }

  /** A session is over: what has come of it is played. @returns how long that takes at most, in ms */
  drain(soundId: string): number {
    const held = this.#held.get(soundId)
    held?.source?.drain()
    this.#orphans.get(soundId)?.source.drain()
    return held?.session.delayMs ?? 0
  }

  /** How well it has come so far; undefined where it is not listened to. */
  receptionOf(soundId: string): LiveReception | undefined {
    return this.#held.get(soundId)?.receiver?.status()
  }

  /** How much of a sound was a hole since this was last asked, in ms. */
  takeLostMs(soundId: string): number {
    const held = this.#held.get(soundId)
    if (!held?.receiver) return 0
    const silentMs = held.receiver.status().silentSamples / 48
    const lostMs = Math.max(0, silentMs - held.recordedSilentMs)
    held.recordedSilentMs = silentMs
    return lostMs
  }

  /** What has its record is not listened to any more. */
  soundEnded(soundId: string): void {
    const held = this.#held.get(soundId)
    if (held && !held.isEnding && this.#isDone(soundId)) this.#letGo(soundId, held)
  }

  async stop(): Promise<void> {
    const receivers = [...this.#held.values()].map(({ receiver }) => receiver)
    for (const { timer } of [...this.#held.values(), ...this.#orphans.values()]) timer?.cancel()
    this.#held.clear()
    this.#orphans.clear()
    await Promise.all(receivers.map((receiver) => receiver?.stop()))
  }

  /** Its own id; another one for each time that it expired, since a sound id is never used twice. */
  #presentId({ sessionId: own }: LiveSession): string {
    const orphan = [...this.#orphans.keys()].find((id) => id === own || id.startsWith(`${own}/`))
    return orphan ?? this.#nextIds.get(own) ?? own
  }

  /** Nobody said that it is over: what has not come is missing, and it may be renewed yet. */
  #expired(held: Held): void {
    const own = held.session.sessionId
    const times = Number(held.soundId.slice(own.length + 1) || 1)
    this.#nextIds.set(own, `${own}/${times + 1}`)
    const [eldest] = this.#nextIds.keys()
    if (this.#nextIds.size > EXPIRED_MAX && eldest !== undefined) this.#nextIds.delete(eldest)
    held.receiver?.loseTail()
    this.#end(held.soundId)
  }

  #begin(soundId: string, session: LiveSession, remainingMs: number): void {
    const orphan = this.#orphans.get(soundId)
    orphan?.timer.cancel()
    this.#orphans.delete(soundId)
    const held: Held = {
      ...{
        soundId,
        session,
        receiver: undefined,
        source: orphan?.source,
        timer: undefined,
        openedMs: undefined,
      },
      ...{ isAnnounced: false, isEnding: false, recordedSilentMs: 0 },
    }
    this.#held.set(soundId, held)
    this.#expireIn(held, remainingMs)
    held.receiver = this.#options.receivers.open(session, () => this.#opened(held))
  }

  #opened(held: Held): void {
    held.openedMs = this.#options.clock.monotonicMs()
    if (held.receiver) held.source?.join(held.receiver.source())
    this.#announce(held)
  }

  #renew(held: Held, session: LiveSession, remainingMs: number): void {
    held.session = session
    held.receiver?.follow(session)
    this.#expireIn(held, remainingMs)
    this.soundEnded(held.soundId)
  }

  #expireIn(held: Held, remainingMs: number): void {
    held.timer?.cancel()
    held.timer = this.#options.clock.after(remainingMs, () => this.#expired(held))
  }

  #announce(held: Held): void {
    const { clock, decide, emergencyOf } = this.#options
    const { soundId, session, openedMs, isAnnounced, isEnding } = held
    if (isAnnounced || isEnding || openedMs === undefined) return
    const emergency = session.emergencyId === null ? undefined : emergencyOf(session.emergencyId)
    const active = emergency?.state === 'active' ? emergency : undefined
    const waitedMs = clock.monotonicMs() - openedMs
    if (session.emergencyId !== null && !active && waitedMs < EMERGENCY_MS_MAX) {
      clock.after(EMERGENCY_MS_MAX - waitedMs, () => this.#announce(held))
      return
    }
    held.isAnnounced = true
    decide({ kind: 'announce', sound: liveSound(session, active, soundId), takesOver: session.takesOver })
    this.soundEnded(soundId)
  }

  #end(soundId: string): void {
    const held = this.#held.get(soundId)
    const { decide, clock } = this.#options
    if (!held) {
      this.#orphanEnded(soundId)
      return
    }
    if (held.isEnding) return
    held.isEnding = true
    held.timer?.cancel()
    held.timer = clock.after(held.session.delayMs + TAIL_MS, () => this.#letGo(soundId, held))
    // One that goes on from an earlier life was announced by that.
    decide({ kind: 'announceEnd', soundId })
    if (!held.isAnnounced)
      decide({ kind: 'announceMissed', sound: liveSound(held.session, undefined, soundId) })
  }

  #letGo(soundId: string, held: Held): void {
    held.timer?.cancel()
    this.#held.delete(soundId)
    void held.receiver?.stop()
  }

  #adopt(soundId: string, source: JoinedSource): void {
    this.#orphans.get(soundId)?.timer.cancel()
    const timer = this.#options.clock.after(RESTORED_MS_MAX, () => this.#orphanEnded(soundId))
    this.#orphans.set(soundId, { source, timer })
  }

  #orphanEnded(soundId: string): void {
    const orphan = this.#orphans.get(soundId)
    if (!orphan) return
    orphan.timer.cancel()
    this.#options.decide({ kind: 'announceEnd', soundId })
    this.#orphans.delete(soundId)
  }

  #isDone(soundId: string): boolean {
    return this.#options.output().done.some((done) => done.soundId === soundId)
  }
}
