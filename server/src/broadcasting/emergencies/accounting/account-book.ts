import { type Ack, type ClusterId, emergencyOf, type Id, type PlayoutRecord } from '@tieng-lang/protocol'
import { findEmergency } from '../../../storage/emergencies/emergencies.ts'
import {
  type ClusterAccount,
  findAccount,
  insertTargets,
  replaceAccount,
} from '../../../storage/emergencies/emergency-clusters.ts'
import { insertMoment } from '../../../storage/emergencies/emergency-moments.ts'
import { findClusterHead } from '../../../storage/tree/cluster-heads.ts'
import type { Services } from '../../services.ts'
import { WriteSoon } from '../../write-soon.ts'
import { type ClusterNews, judgeNews } from './judge-news.ts'

export type BookParts = Pick<Services, 'clock' | 'database' | 'reports'> & {
  /** Something is known of these emergencies that was not. */
  onNews(emergencyIds: readonly Id[]): void
}

interface Waiting {
  emergencyId: Id
  clusterId: ClusterId
  news: ClusterNews
}

/** A thousand clusters answer within a second: what comes in this time is written in one transaction. */
const WRITE_AFTER_MS = 100
/** Written in some milliseconds. */
const NEWS_PER_WRITE_MAX = 200
/** Beyond it the oldest is dropped and counted; records say the same again. */
const WAITING_MAX = 50_000

/** Writes down what clusters say of emergencies: who has it, who sounds it, who refuses and why. */
export class AccountBook {
  readonly #parts: BookParts
  readonly #writing: WriteSoon
  #waiting: Waiting[] = []
  #isStopped = false

  constructor(parts: BookParts) {
    this.#parts = parts
    this.#writing = new WriteSoon({
      ...parts,
      writeSome: () => this.#writeSome(),
      waitingCount: () => this.#waiting.length,
    })
  }

  /** What an acknowledgement says of an emergency; others are none of ours. */
  noteAck(clusterId: ClusterId, ack: Ack): void {
    if (ack.kind === 'document' && ack.type === 'emergency')
      this.#take(ack.documentId, clusterId, { kind: 'taken', at: ack.at })
    // The refusal of an older revision is no refusal to sound: it holds a newer one.
    if (ack.kind === 'refusal' && ack.regarding !== undefined && ack.code !== 'staleDocument')
      this.#take(ack.regarding, clusterId, { kind: 'refused', code: ack.code, at: ack.at })
    if (ack.kind === 'soundStarted') {
      const { occurrenceId, heardAt, evidence } = ack
      this.#takeSound(clusterId, { kind: 'sounded', occurrenceId, heardAt, evidence, isOver: false })
    }
    if (ack.kind === 'soundEnded')
      this.#takeSound(clusterId, { kind: 'ended', occurrenceId: ack.occurrenceId })
  }

  /** What the device has signed of a sounding. */
  noteRecord({
    clusterId,
    occurrenceId,
    startedAt,
    outcome,
    reason,
    evidence,
    recordedAt,
  }: PlayoutRecord): void {
    const sound = emergencyOf(occurrenceId)
    if (!sound) return
    if (outcome !== 'notHeard' && startedAt !== null)
      this.#takeSound(clusterId, {
        kind: 'sounded',
        occurrenceId,
        heardAt: startedAt,
        evidence,
        isOver: true,
      })
    else if (sound.repeat !== 'closing')
      this.#take(sound.emergencyId, clusterId, {
        ...{ kind: 'refused', code: reason ?? 'notHeard', at: recordedAt, edition: sound.edition },
      })
  }

  /** Writes all that waits. Throws what `Database` throws; what could not be written still waits. */
  flush(): void {
    this.#writing.flush()
  }

  /** What still comes, of records that are written last, is written at once. */
  stop(): void {
    this.#isStopped = true
    this.#writing.stop()
    this.flush()
  }

  #takeSound(clusterId: ClusterId, news: Extract<ClusterNews, { occurrenceId: string }>): void {
    const sound = emergencyOf(news.occurrenceId)
    if (sound) this.#take(sound.emergencyId, clusterId, news)
  }

  #take(emergencyId: Id, clusterId: ClusterId, news: ClusterNews): void {
    if (this.#waiting.length >= WAITING_MAX) {
      this.#waiting.shift()
      this.#parts.reports.count(clusterId, 'emergencyNewsLost', `over ${WAITING_MAX} wait to be written`)
    }
    this.#waiting.push({ emergencyId, clusterId, news })
    if (this.#isStopped) this.flush()
    else this.#writing.soon(WRITE_AFTER_MS)
  }

  #writeSome(): void {
    const some = this.#waiting.slice(0, NEWS_PER_WRITE_MAX)
    const changed = this.#parts.database.urgentTransaction(() => some.filter((each) => this.#write(each)))
    this.#waiting = this.#waiting.slice(some.length)
    const emergencyIds = [...new Set(changed.map(({ emergencyId }) => emergencyId))]
    if (emergencyIds.length > 0) this.#parts.onNews(emergencyIds)
  }

  /** Gives whether anything is known now that was not. */
  #write({ emergencyId, clusterId, news }: Waiting): boolean {
    const { database } = this.#parts
    const account = findAccount(database, emergencyId, clusterId) ?? this.#newAccount(emergencyId, clusterId)
    const judged = account && judgeNews(account, news)
    if (!judged) return false
    replaceAccount(database, judged.account)
    if (judged.moment) insertMoment(database, { emergencyId, clusterId, ...judged.moment })
    return true
  }

  /** A cluster that has come into the area since it was raised. */
  #newAccount(emergencyId: Id, clusterId: ClusterId): ClusterAccount | undefined {
    const { database } = this.#parts
    const emergency = findEmergency(database, emergencyId)
    if (!emergency || !findClusterHead(database, clusterId)) return undefined
    insertTargets(database, emergency, [clusterId])
    return findAccount(database, emergencyId, clusterId)
  }
}
