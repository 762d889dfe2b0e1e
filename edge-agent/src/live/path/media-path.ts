import type { Chance, Clock, StreamAddress } from '@tieng-lang/protocol'
import {
  type MediaAnswer,
  type MediaKeys,
  openMediaAnswer,
  parseStunMessage,
  TRANSACTION_ID_BYTES,
  writeMediaRequest,
} from '@tieng-lang/protocol/rtp'
import type { ClockExchange } from '../clock/server-clock.ts'
import { RequestSchedule } from './request-schedule.ts'

export interface MediaPathOptions {
  clock: Pick<Clock, 'now' | 'monotonicMs'>
  chance: Chance
  sessionId: string
  clusterId: string
  /** Undefined while the cluster has no media secret. */
  keys: () => MediaKeys | undefined
  /** Where to ask, all of them until one has answered. */
  senders: () => readonly StreamAddress[]
  /** An instant that the server's clock has passed, by its own word (Unix ms). */
  serverAt: () => number
  send: (bytes: Uint8Array, to: StreamAddress) => void
}

/** An authentic answer, and what it says of the sender's clock. */
export interface PathAnswer {
  answer: MediaAnswer
  exchange: ClockExchange
}

/** Requests whose answers may still come. */
const OPEN_REQUESTS_MAX = 64
const LIFE_ID_MAX = 2 ** 48
/** Who has answered nothing for so long is not asked alone any more. */
const UNANSWERED_MS_MAX = 2_000

/** The way to the sender through whatever NAT lies between: asks, and knows the one who answers. */
export class MediaPath {
  readonly #options: MediaPathOptions
  readonly #schedule: RequestSchedule
  /** By transaction id, when it was sent (monotonic ms). */
  readonly #open = new Map<string, number>()
  /** Another life needs another SSRC at the sender, since its SRTCP index begins anew. */
  readonly #lifeId: number
  #counter = 0
  #sender: StreamAddress | undefined
  #otherSender: StreamAddress | undefined
  /** When it was asked first since the last answer. */
  #unansweredSinceMs: number | undefined

  constructor(options: MediaPathOptions) {
    this.#options = options
    this.#lifeId = Math.floor(options.chance.next() * LIFE_ID_MAX)
    this.#schedule = new RequestSchedule(this.#lifeId / LIFE_ID_MAX)
  }

  /** Who has answered: only from there the stream is taken. */
  get sender(): StreamAddress | undefined {
    return this.#sender
  }

  /** When the next request is due (monotonic ms). */
  get nextMs(): number {
    return this.#schedule.nextMs
  }

  isSender({ host, port }: StreamAddress): boolean {
    return this.#sender?.host === host && this.#sender.port === port
  }

  /** Something authentic of the stream has come. */
  heard(nowMs: number): void {
    this.#schedule.heard(nowMs)
  }

  /** Asks where that is due. */
  ask(nowMs: number, highestPacketIndex: number | undefined): void {
    if (nowMs < this.#schedule.nextMs) return
    this.#schedule.sent(nowMs)
    const keys = this.#options.keys()
    if (!keys) return
    this.#unansweredSinceMs ??= nowMs
    for (const address of this.#asked(nowMs)) this.#ask(address, keys, highestPacketIndex)
  }

  /** Takes what looked like STUN; undefined for everything that is not the answer to a request of ours. */
  take(bytes: Uint8Array, from: StreamAddress, arrivedMs: number): PathAnswer | undefined {
    const keys = this.#options.keys()
    const message = parseStunMessage(bytes)
    if (!message.ok || !keys) return undefined
    const id = Buffer.from(message.value.transactionId)
    const sentMs = this.#open.get(id.toString('hex'))
    if (sentMs === undefined) return undefined
    const opened = openMediaAnswer(message.value, keys, id)
    if (!opened.ok) return undefined
    this.#open.delete(id.toString('hex'))
    const answer = opened.value
    this.#sender = from
    this.#unansweredSinceMs = undefined
    this.#schedule.answered()
    this.#follow(answer, from)
    const { requestReceivedAt: serverReceivedAt, answerSentAt: serverSentAt } = answer
    return { answer, exchange: { sentMs, receivedMs: arrivedMs, serverReceivedAt, serverSentAt } }
  }

  /** The one that we were told of, or that answers; before that, and where it is silent, everyone that the session names. */
  #asked(nowMs: number): readonly StreamAddress[] {
    const known = this.#otherSender ?? this.#sender
    if (!known) return this.#options.senders()
    if (nowMs - (this.#unansweredSinceMs ?? nowMs) < UNANSWERED_MS_MAX) return [known]
    const others = this.#options
      .senders()
      .filter(({ host, port }) => host !== known.host || port !== known.port)
    return [known, ...others]
  }

  #follow({ otherSender }: MediaAnswer, from: StreamAddress): void {
    if (!otherSender) return
    const { address: host, port } = otherSender
    if (host === from.host && port === from.port) return
    this.#otherSender = { host, port }
    this.#schedule.restart()
  }

  #ask(address: StreamAddress, keys: MediaKeys, highestPacketIndex: number | undefined): void {
    const { clock, chance, sessionId, clusterId, send } = this.#options
    const transactionId = chance.bytes(TRANSACTION_ID_BYTES)
    this.#counter = Math.max(this.#counter, this.#leastCount()) + 1
    const request = {
      ...{ sessionId, clusterId, transactionId, highestPacketIndex },
      ...{ requestSentAt: clock.now(), counter: this.#counter, lifeId: this.#lifeId },
    }
    const bytes = writeMediaRequest(request, keys)
    this.#note(Buffer.from(transactionId).toString('hex'))
    send(bytes, address)
  }

  /**
   * Above every request of an earlier life, or it is taken for a replay. Our clock may have fallen behind in a power cut, and
   * be put right later; the server's word is at most a renewal old. Once one has answered, each is one above the one before.
   */
  #leastCount(): number {
    if (this.#sender) return 0
    const { clock, serverAt } = this.#options
    return Math.floor(Math.max(clock.now(), serverAt()))
  }

  /** The instant is taken last: what was worked out before it is not time on the way. */
  #note(id: string): void {
    const [eldest] = this.#open.keys()
    if (this.#open.size >= OPEN_REQUESTS_MAX && eldest !== undefined) this.#open.delete(eldest)
    this.#open.set(id, this.#options.clock.monotonicMs())
  }
}
