import type { PlayoutReason, TraceId } from '@tieng-lang/protocol'
import type { Sound } from '@tieng-lang/scheduler'

/** So many stops and plans are remembered; older ones have had their records. */
const REMEMBERED_MAX = 50

/** By which act of a person a sound came to its end, or into the plan: so that its record is found by the act's id. */
export class ActTraces {
  #stops: { broadcastId: string | null; traceId: TraceId | undefined }[] = []
  readonly #plans = new Map<number, TraceId>()
  readonly #emergencies = new Map<string, TraceId>()
  #skip: TraceId | undefined

  /** Null stops whatever sounds or waits. */
  noteStop(broadcastId: string | null, traceId: TraceId | undefined): void {
    this.#stops = [{ broadcastId, traceId }, ...this.#stops].slice(0, REMEMBERED_MAX)
  }

  noteSkip(traceId: TraceId | undefined): void {
    this.#skip = traceId
  }

  notePlan(revision: number, traceId: TraceId | undefined): void {
    if (traceId === undefined) return
    this.#plans.set(revision, traceId)
    const [oldest] = this.#plans.keys()
    if (this.#plans.size > REMEMBERED_MAX && oldest !== undefined) this.#plans.delete(oldest)
  }

  noteEmergency(emergencyId: string, traceId: TraceId | undefined): void {
    if (traceId === undefined) return
    this.#emergencies.delete(emergencyId)
    this.#emergencies.set(emergencyId, traceId)
    const [oldest] = this.#emergencies.keys()
    if (this.#emergencies.size > REMEMBERED_MAX && oldest !== undefined) this.#emergencies.delete(oldest)
  }

  /** By what a record of it names: a live session is a broadcast of its own. */
  noteLive(sessionId: string, traceId: TraceId | undefined): void {
    this.noteEmergency(sessionId, traceId)
  }

  /** Undefined where no act is known: an older server, an earlier life, a plan sealed anew for its age. */
  of(sound: Pick<Sound, 'broadcastId' | 'planRevision' | 'emergency'>, reason: PlayoutReason | null) {
    if (reason === 'skipped') return this.#skip
    const stop = this.#stops.find(
      ({ broadcastId }) => (broadcastId ?? sound.broadcastId) === sound.broadcastId,
    )
    if (reason === 'stopped' && stop) return stop.traceId
    const began = this.#emergencies.get(sound.broadcastId)
    if (began !== undefined || sound.emergency)
      return began ?? this.#emergencies.get(sound.emergency?.emergencyId ?? '')
    return sound.planRevision === null ? undefined : this.#plans.get(sound.planRevision)
  }
}
