import {
  arbitrate,
  type Decision,
  emptyOutput,
  nextWakeAt,
  type Output,
  type OutputEffect,
  type OutputInput,
  type OutputRules,
  restore,
  type Sound,
  type SoundRecord,
} from '../src/index.ts'

/** A stretch in which one sound was really heard. */
export interface Stretch {
  readonly sound: Sound
  readonly from: number
  readonly until: number
  readonly fromMs: number
}

interface Armed {
  readonly sound: Sound
  readonly startAt: number
  readonly fromMs: number
  readonly cutAt: number | null
}

type Report = Extract<OutputInput, { soundId: string }>

/**
 * One loudspeaker over virtual time: the decisions of arbitration, carried out by a player that knows nothing but the
 * effects, hears exactly, reports with a delay, and notes every demand that a real loudspeaker could not meet.
 */
export class Village {
  output: Output
  now: number
  readonly stretches: Stretch[] = []
  readonly records: SoundRecord[] = []
  readonly broken: string[] = []
  /** How often the server's time was asked for. */
  timeAsked = 0
  /** Milliseconds from a happening at the player to its report. */
  reportDelayMs = 0
  private sounding: Armed | null = null
  private armed: Armed[] = []
  private reports: { at: number; report: Report }[] = []

  constructor(rules: OutputRules, now: number) {
    this.now = now
    this.output = emptyOutput(rules)
    this.give({ kind: 'clock', isTrusted: true, steppedMs: 0 })
  }

  give(input: OutputInput): void {
    this.take(arbitrate(this.output, input, this.now))
  }

  /** The agent dies and comes back after `downMs`; what it wrote down was plain JSON. */
  restart(downMs: number): void {
    this.end(this.sounding)
    this.sounding = null
    this.armed = []
    this.reports = []
    this.now += downMs
    this.take(restore(JSON.parse(JSON.stringify(this.output)), this.now))
  }

  /** The wall clock is moved; what sounds is not disturbed by that. */
  step(steppedMs: number, isTrusted: boolean): void {
    const moved = (armed: Armed): Armed => ({
      ...armed,
      startAt: armed.startAt + steppedMs,
      cutAt: armed.cutAt === null ? null : armed.cutAt + steppedMs,
    })
    this.now += steppedMs
    this.sounding = this.sounding && moved(this.sounding)
    this.armed = this.armed.map(moved)
    this.reports = this.reports.map(({ at, report }) => ({ at: at + steppedMs, report }))
    this.give({ kind: 'clock', isTrusted, steppedMs })
  }

  runFor(durationMs: number): void {
    const until = this.now + durationMs
    for (;;) {
      const reportAt = this.reports[0]?.at ?? Number.POSITIVE_INFINITY
      const at = Math.min(until, reportAt, this.playerAt(), nextWakeAt(this.output, this.now))
      this.now = Math.max(this.now, at)
      if (this.playerAt() <= this.now) this.playOn()
      else if (reportAt <= this.now) this.give((this.reports.shift() as { report: Report }).report)
      else if (this.now >= until) return
      else this.give({ kind: 'tick' })
    }
  }

  heard(soundId: string): Stretch[] {
    return this.stretches.filter(({ sound }) => sound.soundId === soundId)
  }

  private take({ output, effects }: Decision): void {
    this.output = output
    for (const effect of effects) this.carryOut(effect)
  }

  private carryOut(effect: OutputEffect): void {
    if (effect.kind === 'record') this.records.push(effect.record)
    if (effect.kind === 'start') this.arm(effect)
    if (effect.kind === 'disarm') this.disarm(effect.soundId)
    if (effect.kind === 'interrupt') this.interrupt(effect.soundId)
    if (effect.kind === 'limit') this.limit(effect.soundId, effect.cutAt)
    if (effect.kind === 'askTime') this.timeAsked += 1
    if (effect.kind === 'drain') this.drain(effect.soundId)
  }

  private arm({ sound, startAt, fromMs, cutAt }: Extract<OutputEffect, { kind: 'start' }>): void {
    const before = this.armed.at(-1) ?? this.sounding
    if (before && startAt < endOf(before) - 1e-6 && !this.hasReportOnItsWay(before.sound.soundId)) {
      this.broken.push(
        `${sound.soundId} begins at ${startAt}, inside ${before.sound.soundId} until ${endOf(before)}`,
      )
    }
    if (this.hasReportOnItsWay(sound.soundId)) {
      this.broken.push(`${sound.soundId} is armed again before it has ended`)
    }
    if (this.armed.length > 1) this.broken.push(`${sound.soundId} is the third that is armed`)
    this.armed.push({ sound, startAt, fromMs, cutAt })
  }

  private hasReportOnItsWay(soundId: string): boolean {
    return this.reports.some(({ report }) => report.soundId === soundId)
  }

  private disarm(soundId: string): void {
    if (this.sounding?.sound.soundId === soundId) this.broken.push(`${soundId} is disarmed while it sounds`)
    this.armed = this.armed.filter(({ sound }) => sound.soundId !== soundId)
  }

  private interrupt(soundId: string): void {
    const { sounding } = this
    const waiting = this.armed.find(({ sound }) => sound.soundId === soundId)
    if (sounding?.sound.soundId === soundId) {
      this.sounding = null
      this.end(sounding)
      this.tell({ kind: 'interruptedAt', soundId, heardAt: this.now, positionMs: this.positionMs(sounding) })
    } else if (waiting) {
      this.armed = this.armed.filter((each) => each !== waiting)
      this.tell({ kind: 'interruptedAt', soundId, heardAt: this.now, positionMs: waiting.fromMs })
    }
  }

  private limit(soundId: string, cutAt: number | null): void {
    if (this.sounding?.sound.soundId === soundId) this.sounding = { ...this.sounding, cutAt }
    this.armed = this.armed.map((each) => (each.sound.soundId === soundId ? { ...each, cutAt } : each))
  }

  private drain(soundId: string): void {
    if (this.sounding?.sound.soundId !== soundId) return
    this.end(this.sounding)
    this.sounding = null
    this.tell({ kind: 'finished', soundId, heardAt: this.now })
  }

  /** When the player has something to do next. */
  private playerAt(): number {
    if (this.sounding) return endOf(this.sounding)
    return this.armed[0] ? Math.max(this.now, this.armed[0].startAt) : Number.POSITIVE_INFINITY
  }

  private playOn(): void {
    const { sounding } = this
    if (!sounding) {
      const [first, ...others] = this.armed
      if (!first) return
      this.sounding = { ...first, startAt: this.now }
      this.armed = others
      this.tell({ kind: 'started', soundId: first.sound.soundId, heardAt: this.now })
      return
    }
    this.sounding = null
    this.end(sounding)
    const { soundId, durationMs } = sounding.sound
    const positionMs = this.positionMs(sounding)
    const isWhole = durationMs !== null && positionMs > durationMs - 1e-6
    if (isWhole) this.tell({ kind: 'finished', soundId, heardAt: this.now })
    else this.tell({ kind: 'cut', soundId, heardAt: this.now, positionMs })
  }

  private positionMs({ startAt, fromMs, sound }: Armed): number {
    const ranMs = this.now - startAt
    return sound.durationMs === null ? ranMs : Math.min(sound.durationMs, fromMs + ranMs)
  }

  private end(armed: Armed | null): void {
    if (!armed || this.now <= armed.startAt) return
    this.stretches.push({ sound: armed.sound, from: armed.startAt, until: this.now, fromMs: armed.fromMs })
  }

  private tell(report: Report): void {
    this.reports.push({ at: this.now + this.reportDelayMs, report })
  }
}

function endOf({ startAt, fromMs, cutAt, sound }: Armed): number {
  const endAt = sound.durationMs === null ? Number.POSITIVE_INFINITY : startAt + sound.durationMs - fromMs
  return cutAt === null ? endAt : Math.min(endAt, Math.max(cutAt, startAt))
}
