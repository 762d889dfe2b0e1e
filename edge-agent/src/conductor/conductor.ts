import type { Cancellable, ClusterConfig, Command, Emergency, Health, TraceId } from '@tieng-lang/protocol'
import {
  nextWakeAt,
  type Output,
  type OutputInput,
  planChange,
  restore,
  type Sound,
} from '@tieng-lang/scheduler'
import type { RelayContent } from '../audio/sounds/relay-sound.ts'
import type { SampleStream } from '../audio/sounds/sound.ts'
import type { SoundEvent } from '../audio/timeline/cue.ts'
import type { LiveReception } from '../live/live-receiver.ts'
import type { TakenSession } from '../stores/live/live-shelf.ts'
import { ClusterCommands } from './cluster-commands.ts'
import { ClusterSettings } from './cluster-settings.ts'
import type { VolumeOfSound } from './cluster-volume.ts'
import type { ConductorParts } from './conductor-parts.ts'
import { DecisionLoop } from './decision-loop.ts'
import { EffectCarrier } from './effect-carrier.ts'
import { EmergencyFeeder } from './emergencies/emergency-feeder.ts'
import { emergencyParts, heldParts } from './emergencies/emergency-parts.ts'
import { LiveSounds } from './live/live-sounds.ts'
import { NextPlanned } from './plan/next-planned.ts'
import { CATCH_UP_EVERY_MS, mediaHeld, PlanFeeder, type TakenPlan } from './plan/plan-feeder.ts'
import { type Accounting, accountedUntil } from './records/accounting.ts'
import { HornEvents } from './records/horn-events.ts'
import { SoundRecords } from './records/sound-records.ts'
import { StateSaver } from './state-saver.ts'

/**
 * Drives the cluster: feeds what is due to `arbitrate`, carries out its effects, writes down what became of them. It
 * decides nothing about what is heard.
 */
export class Conductor {
  readonly #parts: ConductorParts
  readonly #feeder: PlanFeeder
  readonly #emergencies: EmergencyFeeder
  readonly #live: LiveSounds
  readonly #effects: EffectCarrier
  readonly #loop: DecisionLoop
  readonly #commands: ClusterCommands
  readonly #nextPlanned = new NextPlanned()
  readonly #settings: ClusterSettings
  readonly #records: SoundRecords
  readonly #saver: StateSaver
  readonly #horn: HornEvents
  #wake: Cancellable | undefined
  #isRunning = false

  constructor(parts: ConductorParts, config: ClusterConfig) {
    this.#parts = parts
    this.#settings = new ClusterSettings(parts, config)
    this.#loop = new DecisionLoop({
      ...parts,
      output: parts.memory.output(this.#settings.rules()),
      carryOut: (effect) => this.#effects.carryOut(effect),
      onClockStep: () => this.#feeder.remember(this.output().done),
      onDecided: (about) => this.#decided(about),
    })
    this.#records = new SoundRecords({ ...parts, volumeOf: (sound) => this.volumeOf(sound) })
    this.#saver = new StateSaver({
      ...parts,
      output: () => this.output(),
      decideAgain: () => this.#decide({ kind: 'tick' }),
    })
    this.#emergencies = new EmergencyFeeder({
      ...parts,
      output: () => this.output(),
      decide: (input) => this.#decide(input),
    })
    this.#live = new LiveSounds({
      ...parts,
      output: () => this.output(),
      decide: (input) => this.#decide(input),
      emergencyOf: (emergencyId) => this.emergencies().find((held) => held.emergencyId === emergencyId),
    })
    this.#horn = new HornEvents({
      ...parts,
      output: () => this.output(),
      decide: (input) => this.#decide(input),
      onStarted: () => this.#saver.soundBegan(),
      onEnded: (soundId) => this.#live.soundEnded(soundId),
    })
    this.#effects = new EffectCarrier({ ...parts, live: this.#live, records: this.#records })
    this.#commands = new ClusterCommands({
      ...parts,
      settings: this.#settings,
      acts: this.#records.acts,
      decide: (input) => this.#decide(input),
    })
    this.#feeder = new PlanFeeder({
      ...parts,
      output: () => this.output(),
      decide: (input) => this.#decide(input),
    })
  }

  /**
   * A revision of an emergency that this cluster is to follow; `isLocal` where its own button began it. What sounds is
   * decided before this returns, unless nothing of it is on this cluster yet.
   */
  emergencyTaken(
    emergency: Emergency,
    revision: number,
    { isLocal = false, traceId }: { isLocal?: boolean; traceId?: TraceId | undefined } = {},
  ): void {
    this.#records.acts.noteEmergency(emergency.emergencyId, traceId)
    this.#emergencies.take({ kind: 'emergency', emergency, revision, ...(isLocal && { isLocal }) })
    this.#pinParts()
    this.#live.lookAgain()
  }

  /** A revision of a live session that this cluster is to follow, renewals as well. */
  liveTaken(taken: TakenSession): void {
    this.#records.acts.noteLive(taken.session.sessionId, taken.traceId)
    this.#live.take(taken)
  }

  /** The sound of a live voice from now on; silent while its stream is not here. */
  liveSourceOf(soundId: string): SampleStream {
    return this.#live.sourceOf(soundId)
  }

  /** What a relay says, as long as it sounds. */
  relayOf(sound: Sound): RelayContent {
    return this.#live.relayOf(sound)
  }

  /** How well a live session has come so far; undefined where it is not listened to. */
  liveReception(soundId: string): LiveReception | undefined {
    return this.#live.receptionOf(soundId)
  }

  /** How much of what is live was a hole since this was last asked, in ms. */
  takeLiveLostMs(soundId: string): number {
    return this.#live.takeLostMs(soundId)
  }

  /** Every emergency that is held, as it stands here. */
  emergencies(): Emergency[] {
    return this.#emergencies.emergencies()
  }

  emergencyOf(emergencyId: string): Emergency | undefined {
    return this.output().emergencies.find(({ emergency }) => emergency.emergencyId === emergencyId)?.emergency
  }

  /** Takes up what an earlier life wrote down, its audio in memory first, and begins. */
  async start(): Promise<void> {
    const { clock, memory, media } = this.#parts
    this.#pinParts()
    const emergencies = this.emergencies().filter(({ state }) => state === 'active')
    const parts = heldParts(emergencies).map(({ sha256 }) => sha256)
    await media.load([...mediaHeld(this.output()), ...parts])
    this.#parts.amplifier.begin(memory.powerMode)
    this.#isRunning = true
    this.#feeder.remember(this.output().done)
    this.#loop.begin()
    this.#loop.apply(restore(memory.output(this.#settings.rules()), clock.now()))
    this.clockChanged()
  }

  /** Writes down how far what sounds has come: the next life goes on from there. */
  async stop(): Promise<void> {
    this.#isRunning = false
    this.#wake?.cancel()
    this.#saver.stop()
    this.#emergencies.stop()
    this.#decide({ kind: 'tick' })
    await Promise.all([this.#live.stop(), this.#parts.tuner.stop()])
    this.#parts.records.flush()
    await this.#parts.records.stop()
    await this.#saver.save()
  }

  /** A plan has been taken, or opened at start. */
  planTaken(plan: TakenPlan): void {
    this.#records.acts.notePlan(plan.revision, plan.traceId)
    this.#feeder.hold(plan, this.#settings.config.timeZone)
    this.#decide(planChange(this.output(), plan.body, plan.revision))
    this.feedAnew()
  }

  configTaken(config: ClusterConfig): void {
    this.#settings.take(config)
    this.#parts.player.applyVolume()
    this.#feeder.setTimeZone(config.timeZone)
    this.#pinParts()
    this.#decide({ kind: 'rules', rules: this.#settings.rules() })
    this.wake()
  }

  /** The clock has become trusted, or is no longer. */
  clockChanged(): void {
    const isTrusted = this.#parts.isClockTrusted()
    this.#parts.memory.noteTrust(isTrusted, this.#parts.clock.now())
    this.#feeder.remember(this.output().done)
    this.#decide({ kind: 'clock', isTrusted, steppedMs: 0 })
    this.feedAnew()
  }

  /** The player's own words, while a frame is pulled. */
  heard(event: SoundEvent): void {
    this.#horn.heard(event)
  }

  /** Carries out a command; rejects with a `CodedError` of an execution refusal where it cannot be. */
  async carryOut(command: Command): Promise<void> {
    this.#commands.carryOut(command)
    // Recorded before it is acknowledged: a stop that was accepted holds across a power cut.
    this.#parts.records.flush()
    await this.#saver.save()
    this.wake()
  }

  /** 0-100, as the sound at the horn has it now, or as one would that began now. */
  volumePercent(): number {
    const current = this.#parts.player.current()
    return this.volumeOf(current?.sound ?? { priority: 'routine', volumePercent: null })
  }

  /** 0-100, as a sound would have it that began now. */
  volumeOf(sound: VolumeOfSound): number {
    return this.#settings.volumeOf(sound)
  }

  output(): Output {
    return this.#loop.output()
  }

  /** Which of its records the cluster still has to bring to the server, and how far what was planned is accounted for. */
  accounting(): Accounting {
    const { memory, records } = this.#parts
    return {
      waiting: records.waitingCount,
      lost: records.lostCount,
      accountedUntil: accountedUntil(this.output(), memory.accountedUntil),
    }
  }

  /** The next sound of the plan; null where there is none, or none that may sound while the clock is not trusted. */
  nextPlanned(): Health['next'] {
    const { held } = this.#feeder
    if (!held || !this.#parts.isClockTrusted()) return null
    return this.#nextPlanned.of(held, this.#settings.config.quietHours, this.#parts.clock.now())
  }

  /** The plan, the clock or the audio in memory has changed: what is due is looked at anew. */
  feedAnew(): void {
    this.#emergencies.lookAgain()
    this.#feeder.lookAgain()
    this.wake()
  }

  /** Hands on what is due, decides, and sleeps until anything could change (never over 30 s). */
  wake(): void {
    if (!this.#isRunning) return
    this.#wake?.cancel()
    this.#feeder.feed()
    this.#decide({ kind: 'tick' })
    const { clock } = this.#parts
    const sleepMsMax = this.#sleepMsMax()
    // Reckoned from the decision, not from now: what fell due between the two would be slept over.
    const wakeAt = nextWakeAt(this.output(), this.output().decidedAt)
    const sleepMs = Math.min(wakeAt - clock.now(), sleepMsMax)
    this.#wake = clock.after(Math.max(5, sleepMs), () => this.wake())
  }

  #sleepMsMax(): number {
    if (this.#feeder.isBehind) return CATCH_UP_EVERY_MS
    return this.output().current ? this.#saver.dueInMs() : Number.POSITIVE_INFINITY
  }

  #decide(input: OutputInput): void {
    this.#loop.decide(input)
  }

  #decided({ hasEffects }: { hasEffects: boolean }): void {
    if (!this.#isRunning) return
    this.#live.follow()
    this.#saver.decided({ hasEffects })
    if (!hasEffects) return
    const { player, amplifier, clock } = this.#parts
    if (player.isIdle()) amplifier.release()
    this.#wake?.cancel()
    this.#wake = clock.after(0, () => this.wake())
  }

  /** What an emergency could need stays in memory. */
  #pinParts(): void {
    const parts = emergencyParts(this.#settings.config, this.emergencies())
    this.#parts.media.pin(parts.map(({ sha256 }) => sha256))
  }
}
