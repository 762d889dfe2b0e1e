import {
  type AreaId,
  type BulletinAnswer,
  type Chance,
  type Clock,
  CodedError,
  HOUR_MS,
  type Id,
  type IntakeAnswer,
  newId,
} from '@tieng-lang/protocol'
import { mayDo } from '../../../access/permissions.ts'
import type { Principal } from '../../../access/principal.ts'
import { type IntakePlace, IntakeQueue } from '../../../media/intake-queue.ts'
import type { Database } from '../../../storage/database.ts'
import { areaTree } from '../../../storage/tree/area-tree.ts'
import type { Updates } from '../../updates.ts'

export interface IntakeDeskParts {
  clock: Clock
  chance: Chance
  database: Database
  updates: Updates
}

/** Says how far it has come. */
export type Tell = (change: Partial<Pick<IntakeAnswer, 'state' | 'progressPart'>>) => void
export type IntakeWork = (tell: Tell, signal: AbortSignal) => Promise<BulletinAnswer>

export interface NewIntake {
  title: string
  areaId: AreaId
  by: Principal
  /** The place that was taken before the upload; it is given back at the end. */
  place: IntakePlace
  /** What has to be done, when it is its turn. */
  work: IntakeWork
  /** Takes away what was uploaded, however it ends. */
  clear: () => Promise<void>
}

export interface StartedIntake {
  intake: IntakeAnswer
  /** Rejects with why it was refused. */
  bulletin: Promise<BulletinAnswer>
  cancel(): void
}

interface Job {
  answer: IntakeAnswer
  areaId: AreaId
  person: string
  abort: AbortController
  /** Settles when nothing of it is left but its answer. */
  end: Promise<unknown>
  endedAt: number | null
}

const KEPT_MS = HOUR_MS
const ENDED_KEPT_MAX = 500

/** Recordings on their way in: at work, waiting, or ended within the last hour. They live no longer than the program. */
export class IntakeDesk {
  readonly #parts: IntakeDeskParts
  readonly #queue = new IntakeQueue()
  readonly #jobs = new Map<Id, Job>()

  constructor(parts: IntakeDeskParts) {
    this.#parts = parts
  }

  /** To be taken before an upload begins. Throws `tooBusy`. */
  takePlace(by: Principal): IntakePlace {
    return this.#queue.take(personOf(by))
  }

  open(wanted: NewIntake): StartedIntake {
    const { clock, chance } = this.#parts
    const answer: IntakeAnswer = {
      intakeId: newId('nhan', chance),
      title: wanted.title,
      state: 'waiting',
      progressPart: 0,
      bulletinId: null,
      refusal: null,
      startedAt: clock.now(),
    }
    const { areaId, by } = wanted
    const abort = new AbortController()
    const end = Promise.resolve()
    const job: Job = { answer, areaId, person: personOf(by), abort, end, endedAt: null }
    this.#forgetEnded()
    this.#jobs.set(answer.intakeId, job)
    this.#tell(job, {})
    const bulletin = this.#work(job, wanted)
    job.end = bulletin.catch(() => {})
    return { intake: job.answer, bulletin, cancel: () => abort.abort() }
  }

  /** Those of this person, the oldest first. */
  list(by: Principal): IntakeAnswer[] {
    this.#forgetEnded()
    const person = personOf(by)
    return [...this.#jobs.values()].filter((job) => job.person === person).map(({ answer }) => answer)
  }

  /** Throws `intakeNotFound`, also where it is another person's: of what is not theirs nobody learns anything. */
  find(intakeId: Id, by: Principal): IntakeAnswer {
    return this.#jobOf(intakeId, by).answer
  }

  /** Ends it, wherever it stands; nothing of it is left. What has ended stays as it is. Throws `intakeNotFound`. */
  async cancel(intakeId: Id, by: Principal): Promise<IntakeAnswer> {
    const job = this.#jobOf(intakeId, by)
    job.abort.abort()
    await job.end
    return job.answer
  }

  /** Whether any is on its way in. */
  isAtWork(): boolean {
    return this.underWayCount() > 0
  }

  /** At work or waiting for their turn. */
  underWayCount(): number {
    return [...this.#jobs.values()].filter(({ endedAt }) => endedAt === null).length
  }

  /** Cancels what is under way and waits until its files are gone. */
  async stop(): Promise<void> {
    for (const job of this.#jobs.values()) job.abort.abort()
    await Promise.all([...this.#jobs.values()].map(({ end }) => end))
  }

  async #work(job: Job, wanted: NewIntake): Promise<BulletinAnswer> {
    try {
      const bulletin = await this.#workAndClear(job, wanted)
      this.#end(job, { state: 'done', progressPart: 1, bulletinId: bulletin.bulletinId })
      return bulletin
    } catch (cause) {
      this.#end(job, refusalOf(cause, job.abort.signal))
      throw cause
    }
  }

  /** Whoever hears that it has ended finds nothing of it any more. */
  async #workAndClear(job: Job, { place, work, clear }: NewIntake): Promise<BulletinAnswer> {
    const { signal } = job.abort
    try {
      return await place.run(() => work((change) => this.#tell(job, change), signal), signal)
    } finally {
      place.leave()
      await clear()
    }
  }

  #tell(job: Job, change: Partial<IntakeAnswer>): void {
    if (job.endedAt !== null) return
    job.answer = { ...job.answer, ...change }
    this.#parts.updates.tell({ kind: 'intake', intake: job.answer }, [job.areaId])
  }

  #end(job: Job, change: Partial<IntakeAnswer>): void {
    this.#tell(job, change)
    job.endedAt = this.#parts.clock.now()
  }

  /** Its own person's, or one in an area that this person administers. */
  #jobOf(intakeId: Id, by: Principal): Job {
    this.#forgetEnded()
    const job = this.#jobs.get(intakeId)
    const path = job ? areaTree(this.#parts.database).idPathOf(job.areaId) : []
    if (!job || (job.person !== personOf(by) && !mayDo(by.grants, 'people.write', path)))
      throw new CodedError('intakeNotFound', `no intake is ${intakeId}`)
    return job
  }

  #forgetEnded(): void {
    const before = this.#parts.clock.now() - KEPT_MS
    const ended = [...this.#jobs].filter(([, { endedAt }]) => endedAt !== null)
    const tooMany = ended.length - ENDED_KEPT_MAX
    for (const [index, [intakeId, { endedAt }]] of ended.entries())
      if (index < tooMany || (endedAt ?? before) < before) this.#jobs.delete(intakeId)
  }
}

/** What is not coded tells nothing of our inside. */
function refusalOf(cause: unknown, signal: AbortSignal): Partial<IntakeAnswer> {
  if (signal.aborted) return { state: 'cancelled' }
  const { code, message: detail } =
    cause instanceof CodedError ? cause : new CodedError('internal', 'the server failed')
  return { state: 'refused', refusal: { code, detail } }
}

/** Accounts by their id; whoever administers this machine by the name they give. */
function personOf({ operatorId, name }: Principal): string {
  return operatorId ?? `local:${name}`
}
