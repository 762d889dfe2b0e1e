import type { Emergency } from '@tieng-lang/protocol'
import type { FailureReason, OutputEffect, OutputInput, Sound } from '@tieng-lang/scheduler'
import type { Playback, SoundContent, SoundRequest } from '../audio/playback.ts'
import type { RelayContent } from '../audio/sounds/relay-sound.ts'
import type { SampleStream } from '../audio/sounds/sound.ts'
import type { SoundEvent } from '../audio/timeline/cue.ts'
import type { AmplifierPower } from './amplifier-power.ts'
import { emergencyContent } from './emergencies/emergency-content.ts'
import type { ReadyMedia } from './ready-media.ts'

type Start = Extract<OutputEffect, { kind: 'start' }>
type SoundEnd = Exclude<SoundEvent, { type: 'started' | 'lengthKnown' }>

/** Nearer to its limit than this, a sound that is over was cut there. */
const CUT_TOLERANCE_MS = 40

export interface PlayerOptions {
  playback: Playback
  amplifier: AmplifierPower
  media: ReadyMedia
  /** The wall clock, Unix ms. */
  now: () => number
  /** The volume of a sound, 0-100. */
  volumeOf: (start: Start) => number
  /** An emergency as it is held now. */
  emergencyOf: (emergencyId: string) => Emergency | undefined
  /** Of what is live: its sound from now on, and how much of it was a hole since that was last asked, in ms. */
  liveSourceOf: (soundId: string) => SampleStream
  relayOf: (sound: Sound) => RelayContent
  takeLiveLostMs: (soundId: string) => number
}

/** What of a sound nobody heard although its time passed, in milliseconds. */
export interface Lost {
  /** It never reached the output: a late start, a stall. */
  starvedMs: number
  /** What is live was silent: its source gave nothing, or nothing of it came. */
  silentMs: number
  /** The amplifier was not warm yet when it began. */
  mutedMs: number
  /** Parts of an emergency that are not on this cluster. */
  missingMs: number
}

const NOTHING_LOST: Lost = { starvedMs: 0, silentMs: 0, mutedMs: 0, missingMs: 0 }

interface Armed {
  start: Start
  /** When the run began at the horn; undefined before. */
  heardAt?: number
}

/** Carries out what arbitration decides, and says in arbitration's words what the loudspeaker then did. */
export class Player {
  readonly #options: PlayerOptions
  readonly #armed = new Map<string, Armed>()
  readonly #lost = new Map<string, Lost>()

  constructor(options: PlayerOptions) {
    this.#options = options
  }

  /** Arms a sound. Gives the reason where it cannot be. */
  start(start: Start): FailureReason | undefined {
    const { playback, amplifier, now } = this.#options
    const content = this.#contentOf(start)
    if (typeof content === 'string') return content
    if (amplifier.mode === 'off' && start.sound.priority !== 'emergency') return 'amplifierOff'
    amplifier.wantIn(start.startAt - now(), { isForced: start.sound.priority === 'emergency' })
    const refusal = playback.arm({
      soundId: start.sound.soundId,
      content,
      ...this.#placeOf(start),
      ...(start.cutAt === null ? {} : { endAt: start.cutAt }),
    })
    if (refusal === 'badSoundTimes') return start.sound.relay ? 'joinedLate' : 'audioCorrupt'
    if (refusal) return 'outputFailed'
    this.#armed.set(start.sound.soundId, { start })
    if (this.#armed.size === 1) playback.setVolume(this.#options.volumeOf(start))
    return undefined
  }

  disarm(soundId: string): void {
    if (this.#options.playback.disarm(soundId)) this.#armed.delete(soundId)
    else this.interrupt(soundId)
  }

  /** Ends a sound; undefined where its end is still to be told, else the answer at once. */
  interrupt(soundId: string): OutputInput | undefined {
    const armed = this.#armed.get(soundId)
    const positionMs = this.#options.playback.interrupt(soundId)
    if (armed?.heardAt !== undefined && positionMs !== null) return undefined
    this.#armed.delete(soundId)
    const fromMs = armed?.start.fromMs ?? 0
    return { kind: 'interruptedAt', soundId, heardAt: this.#options.now(), positionMs: fromMs }
  }

  /** Moves the instant from which nothing of a sound is heard. */
  limit(soundId: string, cutAt: number | null): void {
    const armed = this.#armed.get(soundId)
    if (!armed) return
    armed.start = { ...armed.start, cutAt }
    this.#options.playback.limit(soundId, cutAt ?? Number.POSITIVE_INFINITY)
  }

  /** What is live is over by then: its end is foreseen, and no cut. */
  endBy(soundId: string, endAt: number): void {
    const armed = this.#armed.get(soundId)
    if (armed) this.#options.playback.limit(soundId, Math.min(endAt, armed.start.cutAt ?? endAt))
  }

  /** The cluster's volume has changed: what sounds follows at once. */
  applyVolume(): void {
    const [first] = this.#armed.values()
    const start = this.current() ?? first?.start
    if (start) this.#options.playback.setVolume(this.#options.volumeOf(start))
  }

  /** Which sound is at the horn. */
  current(): Start | undefined {
    for (const { start, heardAt } of this.#armed.values()) if (heardAt !== undefined) return start
    return undefined
  }

  isIdle(): boolean {
    return this.#armed.size === 0
  }

  /** What the loudspeaker did, as arbitration is to hear it; undefined where it concerns nothing that was armed. */
  inputOf(event: SoundEvent): OutputInput | undefined {
    const { soundId } = event
    const armed = this.#armed.get(soundId)
    if (!armed) return undefined
    if (event.type === 'started') {
      armed.heardAt = event.heardAt
      this.#options.playback.setVolume(this.#options.volumeOf(armed.start))
      // Arbitration reckons from the sample at `fromMs`, heard or lost.
      const lostMs = event.positionMs - armed.start.fromMs
      return { kind: 'started', soundId, heardAt: event.heardAt - lostMs, lostMs }
    }
    if (event.type === 'lengthKnown') {
      const { durationMs } = event
      // What was announced was the most that it could become: less of it is no loss.
      armed.start = { ...armed.start, sound: { ...armed.start.sound, durationMs } }
      return { kind: 'lengthKnown', soundId, durationMs }
    }
    this.#armed.delete(soundId)
    const { starvedMs, silentMs, mutedMs, missingMs } = this.#lostOf(soundId)
    this.#lost.set(soundId, {
      missingMs,
      starvedMs: starvedMs + lostMsOf(armed, event),
      silentMs: silentMs + this.#silentMsOf(armed),
      mutedMs: mutedMs + this.#mutedMsOf(event),
    })
    return endOf(armed, event)
  }

  /** What of a sound was lost. Forgets it. */
  takeLost(soundId: string): Lost {
    const lost = this.#lostOf(soundId)
    this.#lost.delete(soundId)
    return lost
  }

  /** Once the amplifier is warm. A relay has gone on meanwhile, and ends when it was to end. */
  #placeOf(start: Start): Pick<SoundRequest, 'startAt' | 'fromMs' | 'late'> {
    const { amplifier, now } = this.#options
    const { sound, startAt, fromMs, atOnce } = start
    const readyInMs = amplifier.readyInMs()
    const coldMs = Math.max(0, now() + readyInMs - startAt)
    if (sound.relay) return { startAt: startAt + coldMs, fromMs: fromMs + coldMs, late: 'trim' }
    // Planned sound stays in step with its neighbours, even where a stalled output has lost its first moments.
    const late = atOnce ? 'shift' : 'trim'
    return { startAt: atOnce && readyInMs === 0 ? 'next' : startAt + coldMs, fromMs, late }
  }

  #silentMsOf({ start: { sound } }: Armed): number {
    return sound.durationMs === null || sound.relay ? this.#options.takeLiveLostMs(sound.soundId) : 0
  }

  #contentOf(start: Start): SoundContent | FailureReason {
    const { media, liveSourceOf, relayOf } = this.#options
    const { soundId, durationMs, emergency, relay } = start.sound
    if (relay) return { kind: 'relay', relay: relayOf(start.sound) }
    if (durationMs === null) return { kind: 'stream', stream: liveSourceOf(soundId) }
    return emergency ? this.#emergencyContent(start) : contentOf(start, media)
  }

  #emergencyContent({ sound }: Start): SoundContent | FailureReason {
    const { media, emergencyOf } = this.#options
    if (!sound.emergency) return 'audioMissing'
    const onMissing = (missingMs: number) => {
      this.#lost.set(sound.soundId, { ...this.#lostOf(sound.soundId), missingMs })
    }
    return emergencyContent(sound.emergency, { media, emergencyOf, onMissing }) ?? 'audioMissing'
  }

  #lostOf(soundId: string): Lost {
    return this.#lost.get(soundId) ?? NOTHING_LOST
  }

  /**
   * Reckoned back from the end, since a wall clock may have been set in between. A relay that never answered tells
   * nothing; then the evidence has to.
   */
  #mutedMsOf({ heardAt, samples }: SoundEnd): number {
    const { amplifier, now } = this.#options
    const warmForMs = amplifier.warmForMs()
    if (warmForMs === undefined) return 0
    const ranMs = samples / 48
    return Math.min(ranMs, Math.max(0, ranMs - warmForMs - (heardAt - now())))
  }
}

function lostMsOf({ start }: Armed, event: SoundEnd): number {
  const { fromMs, sound } = start
  if (event.type === 'failed') return 0
  // A relay may end before the plan would have ended it.
  const untilMs = event.type === 'interrupted' || sound.relay ? event.positionMs : sound.durationMs
  // What was limited ends early on purpose: there only arbitration knows how much was asked.
  if (untilMs === null || (start.cutAt !== null && event.heardAt >= start.cutAt - CUT_TOLERANCE_MS)) return 0
  return Math.max(0, untilMs - fromMs - event.samples / 48)
}

function endOf(armed: Armed, event: SoundEnd): OutputInput {
  const { soundId, heardAt } = event
  const { fromMs, cutAt, sound } = armed.start
  const positionMs = event.type === 'interrupted' ? event.positionMs : fromMs + event.samples / 48
  if (event.type === 'failed') return { kind: 'failed', soundId, reason: failureOf(event.code), positionMs }
  const isWhole = positionMs >= (sound.durationMs ?? Number.POSITIVE_INFINITY) - CUT_TOLERANCE_MS
  if (cutAt !== null && heardAt >= cutAt - CUT_TOLERANCE_MS && !isWhole) {
    return { kind: 'cut', soundId, heardAt, positionMs }
  }
  if (event.type === 'finished') return { kind: 'finished', soundId, heardAt }
  return { kind: 'interruptedAt', soundId, heardAt, positionMs }
}

function failureOf(code: Extract<SoundEvent, { type: 'failed' }>['code']): FailureReason {
  if (code === 'soundMissed') return 'joinedLate'
  return code === 'soundReplaced' || code === 'decoderUnavailable' ? 'outputFailed' : 'audioCorrupt'
}

function contentOf({ sound }: Start, media: ReadyMedia): SoundContent | FailureReason {
  const ready = sound.mediaSha256 === null ? undefined : media.get(sound.mediaSha256)
  if (ready?.kind === 'ready') return { kind: 'opus', file: ready.file }
  return ready ? 'audioCorrupt' : 'audioMissing'
}
