import { isDeepStrictEqual } from 'node:util'
import {
  type Cancellable,
  type Clock,
  type ClusterConfig,
  CodedError,
  type Command,
  type Health,
  type Steps,
} from '@tieng-lang/protocol'
import {
  arbitrate,
  nextWakeAt,
  type Output,
  type OutputEffect,
  type OutputInput,
  planChange,
  restore,
  type SoundRecord,
} from '@tieng-lang/scheduler'
import type { SoundEvent } from '../audio/timeline/cue.ts'
import type { AmplifierPower, PowerMode } from './amplifier-power.ts'
import { clusterVolume, type VolumeOfSound } from './cluster-volume.ts'
import type { ConductorMemory } from './conductor-memory.ts'
import { NextPlanned } from './next-planned.ts'
import { CATCH_UP_EVERY_MS, mediaHeld, PlanFeeder, type TakenPlan } from './plan-feeder.ts'
import type { Player } from './player.ts'
import type { ReadyMedia } from './ready-media.ts'
import { ActTraces } from './records/act-traces.ts'
import type { EvidenceWatch } from './records/evidence-watch.ts'
import { recordDraft } from './records/record-draft.ts'
import type { RecordKeeper } from './records/record-keeper.ts'
import { WallClockSteps } from './wall-clock-steps.ts'

/** Decided this long before its first sample, beyond the amplifier's warm-up: output buffer, relay, a busy machine. */
const LEAD_MS = 700
/** Meters look back over 300 ms and are read every 500: the last words of a sound are waited for. */
const LAST_READING_MS = 900
/** What sounds is written down at least this often, so that a restart knows how far it had come. */
const SAVE_EVERY_MS = 5_000
/** And first so soon after its beginning: whoever heard a second of it has heard of it. */
const SAVE_FIRST_MS = 1_000
/** Where nothing sounds only the clock's progress is new: to lose it costs a look at what is done already. */
const SAVE_IDLE_EVERY_MS = 600_000

export interface ConductorParts {
  clock: Clock
  player: Player
  amplifier: AmplifierPower
  media: ReadyMedia
  memory: ConductorMemory
  records: RecordKeeper
  evidence: EvidenceWatch
  warmUpMs: () => number
  isClockTrusted: () => boolean
  /** Whether a recording is on the cluster's disk. */
  hasAudio: (sha256: string) => boolean
  /** Something at the horn began or ended. */
  onSounding: (event: Sounding) => void
  onRestart: () => void
  steps: Steps
}

export type Sounding =
  | { kind: 'started'; soundId: string; broadcastId: string; heardAt: number }
  | { kind: 'ended'; soundId: string; broadcastId: string }

/**
 * Drives the cluster: feeds what is due to `arbitrate`, carries out its effects, writes down what became of them. It
 * decides nothing about what is heard.
 */
export class Conductor {
  readonly #parts: ConductorParts
  readonly #feeder: PlanFeeder
  readonly #steps: WallClockSteps
  readonly #nextPlanned = new NextPlanned()
  readonly #acts = new ActTraces()
  #output: Output
  #config: ClusterConfig
  readonly #queue: OutputInput[] = []
  #isDeciding = false
  #wake: Cancellable | undefined
  #saveAgain: Cancellable | undefined
  #isRunning = false
  #savedMs = 0

  constructor(parts: ConductorParts, config: ClusterConfig) {
    this.#parts = parts
    this.#config = config
    this.#output = parts.memory.output(this.#rules())
    this.#steps = new WallClockSteps(parts.clock)
    this.#feeder = new PlanFeeder({
      ...parts,
      output: () => this.#output,
      decide: (input) => this.#decide(input),
    })
  }

  /** Takes up what an earlier life wrote down, its audio in memory first, and begins. */
  async start(): Promise<void> {
    const { clock, memory, media } = this.#parts
    await media.load(mediaHeld(this.#output))
    this.#parts.amplifier.begin(memory.powerMode)
    this.#isRunning = true
    this.#feeder.remember(this.#output.done)
    this.#steps.begin()
    this.#apply(restore(memory.output(this.#rules()), clock.now()))
    this.clockChanged()
  }

  /** Writes down how far what sounds has come: the next life goes on from there. */
  async stop(): Promise<void> {
    this.#isRunning = false
    this.#wake?.cancel()
    this.#saveAgain?.cancel()
    this.#decide({ kind: 'tick' })
    this.#parts.records.flush()
    await this.#parts.records.stop()
    await this.#save()
  }

  /** A plan has been taken, or opened at start. */
  planTaken(plan: TakenPlan): void {
    this.#acts.notePlan(plan.revision, plan.traceId)
    this.#feeder.hold(plan, this.#config.timeZone)
    this.#decide(planChange(this.#output, plan.body, plan.revision))
    this.feedAnew()
  }

  configTaken(config: ClusterConfig): void {
    const { memory, player } = this.#parts
    // Documents are sealed anew for many reasons; only another setting takes the place of a command.
    if (!isDeepStrictEqual(config.volume, this.#config.volume)) memory.commandedVolumePercent = null
    this.#config = config
    player.applyVolume()
    this.#feeder.setTimeZone(config.timeZone)
    this.#decide({ kind: 'rules', rules: this.#rules() })
    this.wake()
  }

  /** The clock has become trusted, or is no longer. */
  clockChanged(): void {
    const isTrusted = this.#parts.isClockTrusted()
    this.#parts.memory.noteTrust(isTrusted, this.#parts.clock.now())
    this.#feeder.remember(this.#output.done)
    this.#decide({ kind: 'clock', isTrusted, steppedMs: 0 })
    this.feedAnew()
  }

  /** The player's own words, while a frame is pulled. */
  heard(event: SoundEvent): void {
    const { player, evidence, onSounding } = this.#parts
    const broadcastId = this.#broadcastOf(event.soundId)
    const input = player.inputOf(event)
    if (event.type === 'started') evidence.begin(event.soundId, event.heardAt)
    else evidence.end(event.soundId, event.heardAt)
    if (broadcastId && event.type === 'started') {
      onSounding({ kind: 'started', soundId: event.soundId, broadcastId, heardAt: event.heardAt })
    } else if (broadcastId) onSounding({ kind: 'ended', soundId: event.soundId, broadcastId })
    if (input) this.#decide(input)
    if (event.type === 'started') this.#noteBegun()
  }

  /** The next life must know that it had begun, else what is dropped by its rule would begin again. */
  #noteBegun(): void {
    this.#save().catch(() => undefined)
    this.#saveAgain?.cancel()
    this.#saveAgain = this.#parts.clock.after(SAVE_FIRST_MS, () => {
      this.#savedMs = Number.NEGATIVE_INFINITY
      this.#decide({ kind: 'tick' })
    })
  }

  /** Carries out a command; rejects with a `CodedError` of an execution refusal where it cannot be. */
  async carryOut({ body, traceId }: Command): Promise<void> {
    if (body.name === 'stop') this.#acts.noteStop(body.broadcastId, traceId)
    if (body.name === 'next') this.#acts.noteSkip(traceId)
    if (body.name === 'stop') this.#decide({ kind: 'stop', broadcastId: body.broadcastId })
    else if (body.name === 'pause' || body.name === 'resume') this.#decide({ kind: body.name })
    else if (body.name === 'next') this.#next()
    else if (body.name === 'volume') this.#setVolume(body.percent)
    else if (body.name === 'amplifier') this.#setPower(body.power)
    else if (body.name === 'restart') this.#parts.onRestart()
    else throw new CodedError('typeNotSupported', body.name)
    // Recorded before it is acknowledged: a stop that was accepted holds across a power cut.
    this.#parts.records.flush()
    await this.#save()
    this.wake()
  }

  /** 0-100, as the sound at the horn has it now, or as one would that began now. */
  volumePercent(): number {
    const current = this.#parts.player.current()
    return this.volumeOf(current?.sound ?? { priority: 'routine', volumePercent: null })
  }

  /** 0-100, as a sound would have it that began now. */
  volumeOf(sound: VolumeOfSound): number {
    const { clock, memory } = this.#parts
    return clusterVolume(sound, {
      clock,
      config: this.#config,
      commandedPercent: memory.commandedVolumePercent,
    })
  }

  output(): Output {
    return this.#output
  }

  /** How far what was planned is accounted for: nothing that sounds or waits counts as done. */
  accounting(): Required<Pick<Health['outbox'], 'waiting' | 'lost' | 'accountedUntil'>> {
    const { memory, records } = this.#parts
    const { current, next, urgent, interrupted, waiting, ending } = this.#output
    const held = [current, next, ...urgent, ...interrupted, ...waiting, ...ending.map((one) => one.playing)]
    const openSince = held.flatMap((one) => one?.sound.dueAt ?? [])
    const { accountedUntil } = memory
    return {
      waiting: records.waitingCount,
      lost: records.lostCount,
      accountedUntil: accountedUntil === null ? null : Math.min(accountedUntil, ...openSince),
    }
  }

  /** The next sound of the plan; null where there is none, or none that may sound while the clock is not trusted. */
  nextPlanned(): Health['next'] {
    const { held } = this.#feeder
    if (!held || !this.#parts.isClockTrusted()) return null
    return this.#nextPlanned.of(held, this.#config.quietHours, this.#parts.clock.now())
  }

  /** The plan, the clock or the audio in memory has changed: what is due is looked at anew. */
  feedAnew(): void {
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
    const wakeAt = nextWakeAt(this.#output, this.#output.decidedAt)
    const sleepMs = Math.min(wakeAt - clock.now(), sleepMsMax)
    this.#wake = clock.after(Math.max(5, sleepMs), () => this.wake())
  }

  #sleepMsMax(): number {
    if (this.#feeder.isBehind) return CATCH_UP_EVERY_MS
    return this.#output.current ? SAVE_EVERY_MS : Number.POSITIVE_INFINITY
  }

  #decide(input: OutputInput): void {
    this.#queue.push(input)
    if (this.#isDeciding) return
    this.#isDeciding = true
    try {
      for (let next = this.#queue.shift(); next; next = this.#queue.shift()) {
        this.#followClock()
        this.#apply(arbitrate(this.#output, next, this.#parts.clock.now()))
      }
    } finally {
      this.#isDeciding = false
    }
  }

  /** A wall clock that was set is told of before anything is decided by it: what sounds would seem long overdue. */
  #followClock(): void {
    const steppedMs = this.#steps.takeStepMs()
    if (steppedMs === 0) return
    this.#feeder.remember(this.#output.done)
    const input: OutputInput = { kind: 'clock', isTrusted: this.#parts.isClockTrusted(), steppedMs }
    this.#apply(arbitrate(this.#output, input, this.#parts.clock.now()))
  }

  #apply({ output, effects }: { output: Output; effects: readonly OutputEffect[] }): void {
    this.#output = output
    for (const effect of effects) this.#carryOutEffect(effect)
    const nowMs = this.#parts.clock.monotonicMs()
    if (!this.#isRunning) return
    const saveEveryMs = output.current ? SAVE_EVERY_MS : SAVE_IDLE_EVERY_MS
    if (effects.length > 0 || nowMs - this.#savedMs >= saveEveryMs) this.#save().catch(() => undefined)
    if (effects.length > 0) this.#afterEffects()
  }

  #carryOutEffect(effect: OutputEffect): void {
    const { player } = this.#parts
    if (effect.kind === 'start') this.#startSound(effect)
    else if (effect.kind === 'disarm') player.disarm(effect.soundId)
    else if (effect.kind === 'interrupt') this.#interruptSound(effect.soundId)
    else if (effect.kind === 'limit') player.limit(effect.soundId, effect.cutAt)
    else if (effect.kind === 'record') this.#record(effect.record)
    // `drain` ends live voice, which cannot be armed before there is live voice.
  }

  #startSound(effect: Extract<OutputEffect, { kind: 'start' }>): void {
    const reason = this.#parts.player.start(effect)
    const { soundId } = effect.sound
    if (reason) this.#queue.push({ kind: 'failed', soundId, reason, positionMs: effect.fromMs })
  }

  #interruptSound(soundId: string): void {
    const ended = this.#parts.player.interrupt(soundId)
    if (ended) this.#queue.push(ended)
  }

  #afterEffects(): void {
    const { player, amplifier } = this.#parts
    if (player.isIdle()) amplifier.release()
    if (!this.#isDeciding) for (const input of this.#queue.splice(0)) this.#decide(input)
    if (!this.#isRunning) return
    this.#wake?.cancel()
    this.#wake = this.#parts.clock.after(0, () => this.wake())
  }

  #record(record: SoundRecord): void {
    const { records, evidence, memory, hasAudio, player } = this.#parts
    const { sound } = record
    const reason = memory.reasonOf(record, hasAudio)
    const facts = {
      reason,
      traceId: this.#acts.of(sound, reason),
      volumePercent: this.volumeOf(sound),
      isClockTrusted: this.#parts.isClockTrusted(),
      lost: player.takeLost(sound.soundId),
    }
    const draft = () => recordDraft(record, { ...facts, evidence: evidence.of(sound.soundId) })
    if (record.startedAt === null) records.add(draft())
    else records.addLater(LAST_READING_MS, draft)
  }

  #next(): void {
    if (this.#parts.player.isIdle())
      throw new CodedError('nothingPlaying', 'Nothing sounds that could be skipped.')
    this.#decide({ kind: 'next' })
  }

  #setPower(power: PowerMode): void {
    this.#parts.memory.powerMode = power
    this.#parts.amplifier.setMode(power)
  }

  #setVolume(percent: number): void {
    this.#parts.memory.commandedVolumePercent = percent
    this.#parts.player.applyVolume()
  }

  async #save(): Promise<void> {
    const output = this.#output
    this.#savedMs = this.#parts.clock.monotonicMs()
    // What the output has done with is in the drafts until its record is on the disk.
    await this.#parts.memory.save(output, this.#parts.records.pending())
    this.#parts.steps.reached('stateSaved')
  }

  #rules() {
    const { timeZone, quietHours } = this.#config
    return { timeZone, quietHours, leadMs: LEAD_MS + this.#parts.warmUpMs() }
  }

  #broadcastOf(soundId: string): string | undefined {
    const { current, next, ending } = this.#output
    const playing = [current, next, ...ending.map((one) => one.playing)]
    return playing.find((one) => one?.sound.soundId === soundId)?.sound.broadcastId
  }
}
