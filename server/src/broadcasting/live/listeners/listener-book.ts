import type { Ack, ClusterId, Health, Id, LiveListener } from '@tieng-lang/protocol'
import type { ListenerReport } from '../../../streaming/stream.ts'

/** What is known of how one cluster hears a session. */
export interface Listener {
  isSounding: boolean
  hasSounded: boolean
  /** When the cluster last said whether it sounds, by its own clock. */
  saidAt: number
  /** The code of its refusal, or why it will not sound. */
  refusal: string | null
  report: Omit<ListenerReport, 'sessionId' | 'clusterId'> | undefined
}

/** By what clusters name a session. */
interface Heard {
  sessionId: Id
  occurrenceId: string | null
}

/** Who listens to one session and how well, in memory while it is on air: clusters say it again and again. */
export class ListenerBook {
  readonly #session: Heard
  readonly #listeners = new Map<ClusterId, Listener>()

  constructor(
    session: Heard,
    { clusterIds, quiet }: { clusterIds: readonly ClusterId[]; quiet: readonly ClusterId[] },
  ) {
    this.#session = session
    this.add(clusterIds, quiet)
  }

  /** Clusters that are to hear it as well; where it is quiet it is known already that they will not. */
  add(clusterIds: readonly ClusterId[], quiet: readonly ClusterId[]): void {
    for (const clusterId of clusterIds)
      this.#listeners.set(clusterId, {
        ...{ isSounding: false, hasSounded: false, saidAt: 0, report: undefined },
        refusal: quiet.includes(clusterId) ? 'quietHours' : null,
      })
  }

  count(): number {
    return this.#listeners.size
  }

  soundingCount(): number {
    let count = 0
    for (const listener of this.#listeners.values()) if (stateOf(listener) === 'sounding') count += 1
    return count
  }

  /** What a cluster acknowledges; gives whether it says something new of this session. */
  noteAck(clusterId: ClusterId, ack: Ack): boolean {
    const listener = this.#listeners.get(clusterId)
    if (!listener) return false
    if (ack.kind === 'soundStarted' || ack.kind === 'soundEnded') {
      if (!this.#isOurs(ack)) return false
      noteSounding(listener, ack.kind === 'soundStarted', ack.at)
      return true
    }
    // The refusal of an older revision is no refusal to sound: it holds a newer one.
    if (ack.kind !== 'refusal' || ack.regarding !== this.#session.sessionId || ack.code === 'staleDocument')
      return false
    listener.refusal = ack.code
    return true
  }

  /**
   * What a cluster says of itself every minute: what it acknowledged while we had no broker is lost. Gives whether it says
   * something new of this session.
   */
  noteHealth(clusterId: ClusterId, { playing, at }: Pick<Health, 'playing' | 'at'>): boolean {
    const listener = this.#listeners.get(clusterId)
    const isSounding = playing !== null && this.#isOurs(playing)
    if (!listener || at < listener.saidAt || isSounding === listener.isSounding) return false
    noteSounding(listener, isSounding, at)
    return true
  }

  /** A voice is a broadcast of its own; a relay sounds under the name that the plan gave it. */
  #isOurs(ack: { occurrenceId: string; broadcastId: string }): boolean {
    const { sessionId, occurrenceId } = this.#session
    return occurrenceId === null ? ack.broadcastId === sessionId : ack.occurrenceId === occurrenceId
  }

  /** What the sender knows; gives whether it is of one of ours. */
  noteReport({ clusterId, sessionId: _, ...report }: ListenerReport): boolean {
    const listener = this.#listeners.get(clusterId)
    if (listener) listener.report = report
    return listener !== undefined
  }

  /** Of these clusters, in their order. */
  lines(named: readonly { clusterId: ClusterId; name: string }[]): LiveListener[] {
    return named.flatMap(({ clusterId, name }) => {
      const listener = this.#listeners.get(clusterId)
      return listener ? [{ clusterId, name, ...shownOf(listener) }] : []
    })
  }

  clusterIds(): ClusterId[] {
    return [...this.#listeners.keys()]
  }
}

function noteSounding(listener: Listener, isSounding: boolean, saidAt: number): void {
  Object.assign(listener, { isSounding, saidAt })
  if (isSounding) Object.assign(listener, { hasSounded: true, refusal: null })
}

function shownOf(listener: Listener): Omit<LiveListener, 'clusterId' | 'name'> {
  const { refusal, report } = listener
  return {
    state: stateOf(listener),
    reason: refusal,
    lossPercent: report?.lossPercent ?? null,
    roundTripMs: report?.roundTripMs ?? null,
    concealedPercent: report?.concealedPercent ?? null,
  }
}

function stateOf({ isSounding, refusal, report }: Listener): LiveListener['state'] {
  if (refusal !== null) return 'refused'
  if (report === undefined) return isSounding ? 'sounding' : 'waiting'
  if (!report.isConnected) return 'gone'
  return isSounding ? 'sounding' : 'connected'
}
