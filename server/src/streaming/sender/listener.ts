import { SECOND_MS, type StreamAddress } from '@tieng-lang/protocol'
import { type MediaKeys, mediaKeysOf, type SrtcpReceiver } from '@tieng-lang/protocol/rtp'
import type { ListenerReport, StreamListener } from '../stream.ts'
import { ListenerResends } from './resend-limits.ts'
import type { Unheard } from './unheard.ts'

/** An agent asks every ten seconds, and mostly reports more often: it is shown as gone, and later not sent to any more. */
const GONE_AFTER_MS = 16 * SECOND_MS
const SENT_TO_MS_MAX = 31 * SECOND_MS
/** Counters of requests that overtook each other on the way; older ones are replayed. */
const COUNTERS_BEHIND_MAX = 32

export type Quality = Pick<ListenerReport, 'lossPercent' | 'roundTripMs' | 'concealedPercent'>

/** One life of an agent: its own SSRC, since its SRTCP index begins anew. */
export interface ListenerLife {
  lifeId: number
  ssrc: number
  receiver: SrtcpReceiver
}

/** One cluster of one session: where it is, what it has said, what it was sent again. */
export class Listener {
  readonly clusterId: string
  readonly mediaSecret: string
  readonly resends = new ListenerResends()
  quality: Quality = { lossPercent: null, roundTripMs: null, concealedPercent: null }
  life: ListenerLife | undefined
  /** A report came from another place: until then a request may still say what was missed there (monotonic ms). */
  catchUpUntilMs = Number.NEGATIVE_INFINITY
  /** When it last said that it hears nothing (monotonic ms), and what that has cost it. */
  silentMs = Number.NEGATIVE_INFINITY
  unheard: Unheard | undefined
  readonly #sessionId: string
  #keys: MediaKeys | null | undefined
  #address: StreamAddress | undefined
  #heardMs = Number.NEGATIVE_INFINITY
  #highestCounter = -1
  readonly #counters = new Set<number>()

  constructor({ clusterId, mediaSecret }: StreamListener, sessionId: string) {
    this.clusterId = clusterId
    this.mediaSecret = mediaSecret
    this.#sessionId = sessionId
  }

  /** Derived when it first asks; undefined for a secret that is none. */
  get keys(): MediaKeys | undefined {
    if (this.#keys === undefined) {
      const keys = mediaKeysOf(this.mediaSecret, this.#sessionId)
      this.#keys = keys.ok ? keys.value : null
    }
    return this.#keys ?? undefined
  }

  /** Where the stream goes; undefined while nothing authentic came for some time. */
  addressAt(nowMs: number): StreamAddress | undefined {
    return nowMs - this.#heardMs <= SENT_TO_MS_MAX ? this.#address : undefined
  }

  isHeardOf(nowMs: number): boolean {
    return nowMs - this.#heardMs <= GONE_AFTER_MS
  }

  /** Whether an authenticated request with this counter is no replay; it is one from then on. */
  takeCounter(counter: number): { isFresh: boolean; isNewest: boolean } {
    const isNewest = counter > this.#highestCounter
    const isFresh = counter > this.#highestCounter - COUNTERS_BEHIND_MAX && !this.#counters.has(counter)
    if (!isFresh) return { isFresh, isNewest: false }
    this.#counters.add(counter)
    this.#highestCounter = Math.max(this.#highestCounter, counter)
    for (const each of this.#counters)
      if (each <= this.#highestCounter - COUNTERS_BEHIND_MAX) this.#counters.delete(each)
    return { isFresh, isNewest }
  }

  /** Something authentic and newer than all before came from there; gives whether it is another place. */
  latch(from: StreamAddress, nowMs: number): boolean {
    const held = this.addressAt(nowMs)
    this.#heardMs = nowMs
    if (held?.host === from.host && held.port === from.port) return false
    this.#address = from
    return true
  }

  /** It has said goodbye. */
  leave(): void {
    this.#address = undefined
    this.#heardMs = Number.NEGATIVE_INFINITY
  }
}
