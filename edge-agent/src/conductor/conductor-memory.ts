import { compileShape, type Files, type PlayoutReason, shape } from '@tieng-lang/protocol'
import { emptyOutput, type Output, type OutputRules, type SoundRecord } from '@tieng-lang/scheduler'
import { type Static, Type } from 'typebox'
import type { PlayoutDraft } from '../stores/outbox/outbox.ts'
import { StateFile } from '../stores/state-file.ts'
import type { PowerMode } from './amplifier-power.ts'
import { stateText } from './state-text.ts'

const Instant = Type.Union([Type.Number(), Type.Null()])

const PowerModeShape = Type.Enum(['auto', 'on', 'off'])
const Playing = Type.Union([Type.Object({ sound: Type.Object({ soundId: Type.String() }) }), Type.Null()])
const Held = Type.Array(Type.Object({ sound: Type.Object({ soundId: Type.String() }) }))

/** As much of arbitration's state as tells one of today's from one of another year's. */
const StoredOutput = Type.Object({
  decidedAt: Type.Number(),
  current: Playing,
  next: Playing,
  waiting: Held,
  urgent: Held,
  interrupted: Held,
  ending: Type.Array(
    Type.Object({ playing: Type.Object({ sound: Type.Object({ soundId: Type.String() }) }) }),
  ),
  emergencies: Type.Array(Type.Unknown()),
  sessions: Type.Array(Type.Object({ broadcastId: Type.String() })),
  stopped: Type.Array(Type.Object({ broadcastId: Type.String(), stoppedAt: Type.Number() })),
  done: Type.Array(Type.Object({ soundId: Type.String(), doneAt: Type.Number() })),
})

/** What the conductor writes down. The output is arbitration's own JSON; drafts are those of records on their way. */
const Stored = shape({
  output: Type.Union([StoredOutput, Type.Null()]),
  accountedUntil: Instant,
  commandedVolumePercent: Type.Union([Type.Integer({ minimum: 0, maximum: 100 }), Type.Null()]),
  trustedAt: Instant,
  /** Absent in what an older agent wrote. */
  powerMode: Type.Optional(PowerModeShape),
  drafts: Type.Array(Type.Object({ occurrenceId: Type.String() })),
})
type Stored = Omit<Static<typeof Stored>, 'output' | 'drafts'> & {
  output: Output | null
  drafts: readonly PlayoutDraft[]
}
const check = compileShape(Stored, { unknownFields: 'ignore' })
// Only arbitration reads inside the output, only the outbox inside a draft; we wrote both ourselves, atomically.
const isStored = (value: unknown): value is Stored => check.check(value)

/** What must survive a restart beside documents and records: what sounds, what was stopped, the commanded volume. */
export class ConductorMemory {
  /** Everything whose lateness had passed by then is accounted for; null on a new cluster. */
  accountedUntil: number | null
  commandedVolumePercent: number | null
  /** What a command made of the amplifier's power. */
  powerMode: PowerMode
  readonly #file: StateFile<Stored>
  #output: Output | null
  #recorded: Output['done'] = []
  /** Records that were on their way to the disk when the earlier life ended. */
  #drafts: readonly PlayoutDraft[]
  /** The last instant known from a trusted clock, and the stretch before the clock was trusted again. */
  #trustedAt: number | null
  #isUntrusted = false
  #untrusted: { from: number; until: number } | null = null

  private constructor(file: StateFile<Stored>, stored: Stored | undefined) {
    this.#file = file
    this.accountedUntil = stored?.accountedUntil ?? null
    this.commandedVolumePercent = stored?.commandedVolumePercent ?? null
    this.powerMode = stored?.powerMode ?? 'auto'
    this.#trustedAt = stored?.trustedAt ?? null
    this.#output = stored?.output ?? null
    this.#drafts = stored?.drafts ?? []
  }

  /** Reads what an earlier life wrote; a damaged file is as good as none. */
  static async open(files: Files): Promise<ConductorMemory> {
    const file = new StateFile(files, 'state/conductor.json', isStored, stateText)
    return new ConductorMemory(file, await file.load())
  }

  /** The output as it was, under today's rules; an empty one on a new cluster. */
  output(rules: OutputRules): Output {
    return this.#output ? { ...this.#output, rules } : { ...emptyOutput(rules), done: this.#recorded }
  }

  /** `drafts`: records of sounds that the output has done with, and that are not on the disk yet. */
  async save(output: Output, drafts: readonly PlayoutDraft[]): Promise<void> {
    this.#output = output
    await this.#file.save({
      output,
      drafts,
      accountedUntil: this.accountedUntil,
      commandedVolumePercent: this.commandedVolumePercent,
      powerMode: this.powerMode,
      trustedAt: this.#trustedAt,
    })
  }

  /** How many records an earlier life was about to write. */
  get draftCount(): number {
    return this.#drafts.length
  }

  /** What an earlier life had yet to record: each once, whatever it came to. */
  takeDrafts(recorded: ReadonlySet<string>): PlayoutDraft[] {
    const missing = this.#drafts.filter(({ occurrenceId }) => !recorded.has(occurrenceId))
    this.#drafts = []
    return missing
  }

  /** Leaves out sounds whose record is on the disk already: the agent died between record and state. */
  leaveOut(recorded: ReadonlySet<string>, now: number): void {
    const output = this.#output
    // Without a state (it was lost) the records alone say what must not sound again.
    this.#recorded = [...recorded].map((soundId) => ({ soundId, doneAt: now }))
    if (!output) return
    const isOpen = (one: { sound: { soundId: string } } | null) =>
      one !== null && !recorded.has(one.sound.soundId)
    const doneAt = output.decidedAt
    const done = new Set(output.done.map(({ soundId }) => soundId))
    const news = [...recorded].filter((soundId) => !done.has(soundId))
    this.#output = {
      ...output,
      current: isOpen(output.current) ? output.current : null,
      next: isOpen(output.next) ? output.next : null,
      waiting: output.waiting.filter(isOpen),
      urgent: output.urgent.filter(isOpen),
      interrupted: output.interrupted.filter(isOpen),
      ending: output.ending.filter(({ playing }) => isOpen(playing)),
      done: [...output.done, ...news.map((soundId) => ({ soundId, doneAt }))],
    }
  }

  /** The clock is, or still is, trusted or not: what is missed while it is not was missed for that. */
  noteTrust(isTrusted: boolean, now: number): void {
    if (isTrusted) {
      if (this.#isUntrusted) this.#untrusted = { from: this.#trustedAt ?? 0, until: now }
      this.#trustedAt = now
    }
    this.#isUntrusted = !isTrusted
  }

  /** The reason of a record, sharper than arbitration can know it. */
  reasonOf({ sound, reason }: SoundRecord, hasAudio: (sha256: string) => boolean): PlayoutReason | null {
    if (reason !== 'tooLate') return reason
    const wasUntrusted =
      this.#untrusted !== null && sound.dueAt >= this.#untrusted.from && sound.dueAt < this.#untrusted.until
    if (wasUntrusted) return 'clockUntrusted'
    return sound.mediaSha256 !== null && !hasAudio(sound.mediaSha256) ? 'audioMissing' : reason
  }
}
