import type { Sound } from '@tieng-lang/scheduler'
import type { RelayContent } from '../../audio/sounds/relay-sound.ts'
import type { SampleStream } from '../../audio/sounds/sound.ts'
import type { LiveReception } from '../../live/live-receiver.ts'
import type { TakenSession } from '../../stores/live/live-shelf.ts'
import { LiveFeeder, type LiveFeederOptions } from './live-feeder.ts'
import { RelaySessions, type RelaySessionsOptions } from './relay-sessions.ts'
import { TunerRelays, type TunerRelaysOptions } from './tuner-relays.ts'

/** Everything that is live here: voices, which announce themselves, and relays, which the plan has, of two kinds. */
export class LiveSounds {
  readonly #voices: LiveFeeder
  readonly #relays: RelaySessions
  readonly #tuned: TunerRelays

  constructor(options: LiveFeederOptions & RelaySessionsOptions & TunerRelaysOptions) {
    this.#voices = new LiveFeeder(options)
    this.#relays = new RelaySessions(options)
    this.#tuned = new TunerRelays(options)
  }

  /** Something was decided: what is tuned follows it. */
  follow(): void {
    this.#tuned.follow()
  }

  /** A revision of a session that this cluster is to follow. */
  take(taken: Pick<TakenSession, 'session' | 'remainingMs'>): void {
    const { occurrenceId } = taken.session
    if (occurrenceId === null) this.#voices.take(taken)
    else this.#relays.take(occurrenceId, taken)
  }

  /** An emergency has come, or was changed: a session may have waited for it. */
  lookAgain(): void {
    this.#voices.lookAgain()
  }

  /** The sound of a voice from now on; silent where its stream is not here. */
  sourceOf(soundId: string): SampleStream {
    return this.#voices.sourceOf(soundId)
  }

  /** What a relay says, as long as it sounds. */
  relayOf(sound: Sound): RelayContent {
    return sound.relay?.tunerKhz === undefined ? this.#relays.contentOf(sound) : this.#tuned.contentOf(sound)
  }

  /** A session is over: what has come of it is played. @returns how long that takes at most, in ms */
  drain(soundId: string): number {
    return Math.max(this.#voices.drain(soundId), this.#relays.drain(soundId))
  }

  /** How well it has come so far; undefined where it is not listened to. */
  receptionOf(soundId: string): LiveReception | undefined {
    return this.#voices.receptionOf(soundId) ?? this.#relays.receptionOf(soundId)
  }

  /** How much of a sound was a hole since this was last asked, in ms. */
  takeLostMs(soundId: string): number {
    return [this.#voices, this.#relays, this.#tuned].reduce((sum, each) => sum + each.takeLostMs(soundId), 0)
  }

  /** What has its record is not listened to any more. */
  soundEnded(soundId: string): void {
    this.#voices.soundEnded(soundId)
    this.#relays.soundEnded(soundId)
  }

  async stop(): Promise<void> {
    await Promise.all([this.#voices.stop(), this.#relays.stop()])
  }
}
