import type { Chance, DatagramSocket, StreamAddress } from '@tieng-lang/protocol'
import { SECOND_MS } from '@tieng-lang/protocol'
import {
  type MediaKeys,
  type MediaRequest,
  mediaListenerOf,
  openMediaRequest,
  parseStunMessage,
  SrtcpReceiver,
  writeMediaAnswer,
} from '@tieng-lang/protocol/rtp'
import type { Listener, ListenerLife } from './listener.ts'
import type { Reporter } from './reports.ts'
import { resend } from './resend.ts'
import type { SenderSession } from './session.ts'
import { randomUint32 } from './session.ts'
import { forgetUnheard, noteUnheard } from './unheard.ts'

/** As RFC 3550 §6.2 means it: what all of them report together stays small. */
const REPORT_EVERY_MS_MIN = 5 * SECOND_MS
const REPORTS_PER_SECOND_MAX = 100

/** What a request needs of the sender. */
export interface RequestDesk {
  chance: Chance
  socket: DatagramSocket
  sessionOf(sessionId: string): SenderSession | undefined
  /** A cluster's new life is known by its SSRC from now on, and the former one's no more. */
  noteLife(reporter: Reporter, life: ListenerLife): void
  refused(code: string): void
}

/** A datagram at a known place and time. */
export interface Arrival {
  bytes: Uint8Array
  from: StreamAddress
  arrivedMs: number
  /** The same instant in the stream's time. */
  arrivedAt: number
}

/**
 * A cluster opens its path (STUN Binding, RFC 8489): where it is authentic and fresh it is answered with all that is needed
 * to hear the session, the stream goes where it came from, and what it missed is sent again. Everything else is counted
 * and gets no answer at all.
 */
export function takeRequest(desk: RequestDesk, arrival: Arrival, now: () => number): void {
  const opened = openRequest(desk, arrival.bytes)
  if (!opened) return
  const { session, listener, request, keys } = opened
  const { isFresh, isNewest } = listener.takeCounter(request.counter)
  if (!isFresh) {
    desk.refused('replayed')
    return
  }
  const life = lifeOf(desk, opened)
  answer(desk, { arrival, life, keys, request, session }, now)
  if (isNewest) moveTo(desk, opened, arrival)
}

interface Opened {
  session: SenderSession
  listener: Listener
  request: MediaRequest
  keys: MediaKeys
}

function openRequest(desk: RequestDesk, bytes: Uint8Array): Opened | undefined {
  const refuse = (code: string): undefined => {
    desk.refused(code)
  }
  const message = parseStunMessage(bytes)
  if (!message.ok) return refuse(message.code)
  const named = mediaListenerOf(message.value)
  if (!named.ok) return refuse(named.code)
  const session = desk.sessionOf(named.value.sessionId)
  const listener = session?.find(named.value.clusterId)
  const keys = listener?.keys
  if (!session || !listener || !keys) return refuse('unknownListener')
  const request = openMediaRequest(message.value, keys)
  return request.ok ? { session, listener, request: request.value, keys } : refuse(request.code)
}

/** Another life of the agent begins its SRTCP index anew, and so has another SSRC. */
function lifeOf(desk: RequestDesk, { session, listener, request }: Opened): ListenerLife {
  const { lifeId } = request
  if (listener.life?.lifeId === lifeId) return listener.life
  const ssrc = randomUint32(desk.chance)
  const life = { lifeId, ssrc, receiver: new SrtcpReceiver(session.keys, { ssrc }) }
  desk.noteLife({ session, listener }, life)
  listener.life = life
  return life
}

function answer(
  { socket }: RequestDesk,
  {
    arrival,
    life,
    keys,
    request,
    session,
  }: Omit<Opened, 'listener'> & { arrival: Arrival; life: ListenerLife },
  now: () => number,
): void {
  const { from, arrivedAt, bytes } = arrival
  const { transactionId, requestSentAt } = request
  const answerBytes = writeMediaAnswer(
    {
      ...{ transactionId, mappedAddress: { address: from.host, port: from.port }, requestSentAt },
      ...{ requestReceivedAt: arrivedAt, answerSentAt: now(), sessionKey: session.sessionKey },
      ...{ listenerSsrc: life.ssrc, nextPacketIndex: session.sent.nextPacketIndex, otherSender: undefined },
      reportIntervalMs: reportIntervalMs(session.connectedCount),
    },
    keys,
  )
  // Whoever forges an address must not have it flooded by us: never more comes out than went in.
  if (answerBytes.length <= bytes.length) socket.send(answerBytes, from)
}

/** How often each of so many listeners is to report. */
export function reportIntervalMs(listenerCount: number): number {
  return Math.max(REPORT_EVERY_MS_MIN, (listenerCount / REPORTS_PER_SECOND_MAX) * SECOND_MS)
}

function moveTo(desk: RequestDesk, { session, listener, request }: Opened, arrival: Arrival): void {
  const { from, arrivedMs, arrivedAt } = arrival
  const hasMoved = session.latch(listener, from, arrivedMs)
  if (hasMoved) session.reportTo(from, arrivedAt)
  const { highestPacketIndex } = request
  if (hasMoved) forgetUnheard(listener)
  else noteUnheard({ session, listener }, highestPacketIndex, { nowMs: arrivedMs, nowAt: arrivedAt })
  // A request from the same place is no hole that came to light: what is lost on the way is asked for packet by packet, and
  // what is sent again while the way is gone is lost as well.
  if (!hasMoved && arrivedMs > listener.catchUpUntilMs) return
  listener.catchUpUntilMs = Number.NEGATIVE_INFINITY
  const packets = session.sent.from((highestPacketIndex ?? -1) + 1)
  resend(desk.socket, { session, listener, packets }, arrival)
}
