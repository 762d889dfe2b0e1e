import type { Ack, Cancellable, ClusterId, Id, PlayoutRecord } from '@tieng-lang/protocol'
import { CodedError, MINUTE_MS } from '@tieng-lang/protocol'
import { WRITE_AGAIN_MS } from '../../../storage/database.ts'
import {
  findEmergency,
  listEmergenciesToFollow,
  type StoredEmergency,
} from '../../../storage/emergencies/emergencies.ts'
import type { Services } from '../../services.ts'
import { AccountBook } from '../accounting/account-book.ts'
import { publishRecorded } from '../document/emergency-document.ts'
import { watchPublication } from '../document/publication.ts'
import { carryOut } from './carry-out.ts'
import { type DueAct, nextDue } from './deadlines.ts'
import { EmergencyTeller } from './emergency-teller.ts'
import { takeUp } from './take-up.ts'

export type DeskParts = Pick<
  Services,
  'board' | 'clock' | 'config' | 'database' | 'keys' | 'link' | 'reports' | 'steps' | 'updates'
> &
  Partial<Pick<Services, 'log'>>

/** At the latest then it is looked again what falls due: the system's clock may have been set. */
const LOOK_AGAIN_MS = MINUTE_MS

/** Follows every emergency from its request until its documents are cleared: publication, accounts, and what time does. */
export class EmergencyDesk {
  readonly #parts: DeskParts
  readonly #book: AccountBook
  readonly #teller: EmergencyTeller
  readonly #speeches = new Set<AbortController>()
  #timer: Cancellable | undefined
  #isStopped = false

  constructor(parts: DeskParts) {
    this.#parts = parts
    this.#teller = new EmergencyTeller(parts)
    const onNews = (emergencyIds: readonly Id[]) => {
      for (const emergencyId of emergencyIds) this.#teller.tellSoon(emergencyId)
    }
    this.#book = new AccountBook({ ...parts, onNews })
  }

  /** Takes up what an earlier life has left: to be called before anything is published. */
  start(): void {
    for (const emergency of listEmergenciesToFollow(this.#parts.database)) {
      const taken = takeUp(this.#parts, emergency)
      if (taken.state === 'active' && taken.publishedAt === null) this.#watch(taken)
    }
    this.#lookAgain()
  }

  /** Writes what is known, and gives up what is being spoken. */
  stop(): void {
    this.#isStopped = true
    this.#timer?.cancel()
    for (const speech of this.#speeches) speech.abort()
    this.#teller.stop()
    this.#book.stop()
  }

  /** After an act is recorded: its document, where it has one, goes to the broker, and everyone is told. */
  recorded(emergency: StoredEmergency, { hasDocument }: { hasDocument: boolean }): void {
    if (hasDocument) {
      publishRecorded(this.#parts, emergency)
      this.#watch(emergency)
    }
    this.#teller.tellNow(emergency.emergencyId)
    this.#lookAgain()
  }

  /** Something about it changed that needs no new document. */
  changed(emergencyId: Id): void {
    this.#teller.tellNow(emergencyId)
  }

  noteAck(clusterId: ClusterId, ack: Ack): void {
    this.#book.noteAck(clusterId, ack)
  }

  noteRecord(record: PlayoutRecord): void {
    this.#book.noteRecord(record)
  }

  /** What has been said is in the database after it. */
  flush(): void {
    this.#book.flush()
  }

  /** Work that is given up when the program stops: it is begun anew by the next life. */
  during(work: (signal: AbortSignal) => Promise<void>): void {
    const abort = new AbortController()
    this.#speeches.add(abort)
    const done = () => this.#speeches.delete(abort)
    work(abort.signal).then(done, (cause: unknown) => {
      done()
      if (!abort.signal.aborted) this.#parts.log?.warn({ err: cause }, 'the speech of an emergency failed')
    })
  }

  #watch(emergency: StoredEmergency): void {
    const { emergencyId } = emergency
    watchPublication(this.#parts, emergency, () => this.#isStopped).then(
      () => {
        if (!this.#isStopped) this.#teller.tellSoon(emergencyId)
      },
      (cause: unknown) => this.#parts.reports.count(undefined, 'emergencyNotNoted', String(cause)),
    )
  }

  #lookAgain(): void {
    this.#timer?.cancel()
    if (this.#isStopped) return
    const { clock, database } = this.#parts
    const dues = listEmergenciesToFollow(database).flatMap((emergency) => nextDue(emergency)?.dueAt ?? [])
    const waitMs = Math.min(LOOK_AGAIN_MS, ...dues.map((dueAt) => Math.max(0, dueAt - clock.now())))
    this.#timer = clock.after(waitMs, () => this.#doWhatIsDue())
  }

  #doWhatIsDue(): void {
    const { clock, database, reports } = this.#parts
    try {
      this.#book.flush()
      for (const { emergencyId } of listEmergenciesToFollow(database)) this.#doDueOf(emergencyId)
      this.#lookAgain()
    } catch (cause) {
      if (!(cause instanceof CodedError)) throw cause
      reports.count(undefined, cause.code, cause.message)
      this.#timer = clock.after(WRITE_AGAIN_MS, () => this.#doWhatIsDue())
    }
  }

  /** One after another: a server that was away has several things to make up for. */
  #doDueOf(emergencyId: Id): void {
    const { clock, database } = this.#parts
    const dueNow = (): DueAct | undefined => {
      const emergency = findEmergency(database, emergencyId)
      const due = emergency && nextDue(emergency)
      return due && due.dueAt <= clock.now() ? due.act : undefined
    }
    for (let act = dueNow(); act !== undefined; act = dueNow()) {
      carryOut(this.#parts, act, emergencyId)
      this.#teller.tellNow(emergencyId)
    }
  }
}
