import {
  type Cancellable,
  type Clock,
  type MessageTransport,
  NO_STEPS,
  SECOND_MS,
  type Steps,
} from '@tieng-lang/protocol'
import type { Database } from '../storage/database.ts'
import { findSealedBytes, listDocumentTopics } from '../storage/documents.ts'

/** At most so many documents wait for their acknowledgement at once: a plan has up to 1 MiB. */
const UNACKNOWLEDGED_MAX = 32
const RETRY_MS = SECOND_MS

export interface DocumentPublisherOptions {
  database: Database
  transport: MessageTransport
  clock: Clock
  steps?: Steps
}

/**
 * Brings the broker's retained documents to what the database holds. It remembers topics, never bytes: what is sent is
 * what is held at the moment of sending, so a newer revision overtakes an older one that was still waiting.
 */
export class DocumentPublisher {
  readonly #database: Database
  readonly #transport: MessageTransport
  readonly #clock: Clock
  readonly #steps: Steps
  #waiting = new Set<string>()
  readonly #urgent = new Set<string>()
  readonly #underWay = new Set<string>()
  #idle: (() => void)[] = []
  #awaited: { topics: readonly string[]; resolve(): void }[] = []
  #isConnected = false
  #retry: Cancellable | undefined

  constructor({ database, transport, clock, steps = NO_STEPS }: DocumentPublisherOptions) {
    this.#database = database
    this.#transport = transport
    this.#clock = clock
    this.#steps = steps
  }

  /** The topic has changed: a new revision is published, a removed document cleared. */
  mark(topic: string): void {
    this.#waiting.add(topic)
    this.#pump()
  }

  /** The same past everything that waits, however much is under way: an emergency stands in no queue. */
  markUrgent(topics: readonly string[]): void {
    for (const topic of topics) this.#urgent.add(topic)
    this.#waiting = new Set([...topics, ...this.#waiting])
    this.#pump()
  }

  /** Whether the broker has not acknowledged what is held under this topic. */
  isWaiting(topic: string): boolean {
    return this.#waiting.has(topic) || this.#underWay.has(topic)
  }

  /** Resolves when the broker has acknowledged all of these, however long that takes; never where we are stopped before. */
  whenAcknowledged(topics: readonly string[]): Promise<void> {
    return new Promise((resolve) => {
      this.#awaited.push({ topics, resolve })
      this.#tellAwaited()
    })
  }

  /** After each connection: everything, since a broker may have lost all. Resolves when all are acknowledged. */
  republishAll(): Promise<void> {
    this.#isConnected = true
    for (const topic of listDocumentTopics(this.#database)) this.#waiting.add(topic)
    this.#pump()
    return this.whenIdle()
  }

  disconnected(): void {
    this.#isConnected = false
  }

  /** Topics that are not acknowledged yet. */
  waitingCount(): number {
    return this.#waiting.size + this.#underWay.size
  }

  /** Resolves when nothing waits for publication. */
  whenIdle(): Promise<void> {
    if (this.#waiting.size === 0 && this.#underWay.size === 0) return Promise.resolve()
    return new Promise((resolve) => {
      this.#idle.push(resolve)
    })
  }

  stop(): void {
    this.#isConnected = false
    this.#retry?.cancel()
  }

  #pump(): void {
    if (!this.#isConnected) return
    for (const topic of this.#waiting) {
      if (this.#underWay.size >= UNACKNOWLEDGED_MAX && !this.#urgent.has(topic)) return
      // Two revisions of one topic are never under way together: they could be acknowledged in the wrong order.
      if (this.#underWay.has(topic)) continue
      this.#waiting.delete(topic)
      void this.#publish(topic)
    }
  }

  async #publish(topic: string): Promise<void> {
    this.#underWay.add(topic)
    try {
      const sealed = findSealedBytes(this.#database, topic) ?? new Uint8Array()
      const acknowledged = this.#transport.publish(topic, sealed, { isRetained: true })
      this.#steps.reached('documentSent', topic)
      await acknowledged
      this.#steps.reached('documentAcknowledged', topic)
      this.#underWay.delete(topic)
      if (!this.#waiting.has(topic)) this.#urgent.delete(topic)
      this.#pump()
      this.#tellAwaited()
      this.#tellIdle()
    } catch {
      // Not acknowledged is not lost: it waits for the next connection, or a moment on this one.
      this.#underWay.delete(topic)
      this.#waiting.add(topic)
      this.#retryLater()
    }
  }

  #retryLater(): void {
    if (!this.#isConnected) return
    this.#retry?.cancel()
    this.#retry = this.#clock.after(RETRY_MS, () => this.#pump())
  }

  #tellAwaited(): void {
    const isDone = ({ topics }: { topics: readonly string[] }) =>
      !topics.some((topic) => this.isWaiting(topic))
    const done = this.#awaited.filter(isDone)
    if (done.length === 0) return
    this.#awaited = this.#awaited.filter((each) => !done.includes(each))
    for (const { resolve } of done) resolve()
  }

  #tellIdle(): void {
    if (this.#waiting.size > 0 || this.#underWay.size > 0) return
    const idle = this.#idle
    this.#idle = []
    for (const resolve of idle) resolve()
  }
}
