import type { DatagramSocket } from '@tieng-lang/protocol'
import type { Listener } from './listener.ts'
import { resend } from './resend.ts'
import type { SentPacket } from './sent-packets.ts'
import type { SenderSession } from './session.ts'

/** A cluster asks when it has heard nothing for so long, and again every so long. */
const SILENCE_MS = 100
/** Two requests of silence are in a row where the second comes so soon: one alone may only have been slow. */
const IN_A_ROW_MS = 3 * SILENCE_MS
/** After its request it heard nothing for so much longer, as far as anybody knows: until its next one but one is due. */
const NOT_SINCE_MS = 2 * SILENCE_MS
/** Decoded, and in an output's hands, so long before it is heard. */
const DECODED_AHEAD_MS = 120
/** What is sent so many of the quickest round trips before that comes in time over a network that is not quick. */
const ROUND_TRIPS_AHEAD = 1.5

/** What a listener that hears nothing has missed, and cannot ask for where its requests are lost as well. */
export interface Unheard {
  fromIndex: number
  /** What was sent later it may have heard again (monotonic ms). */
  sentUntilMs: number
}

/** An instant by both clocks of the sender. */
interface Instant {
  nowMs: number
  nowAt: number
}

/**
 * Takes from a request from where the listener was before what it says of this: two in a row that each came so long after the
 * first packet that it lacks are silence. Not where nobody knows yet how long its way is, nor in an outage, which no repetition
 * gets through.
 */
export function noteUnheard(
  { session, listener }: { session: SenderSession; listener: Listener },
  highestPacketIndex: number | undefined,
  { nowMs, nowAt }: Instant,
): void {
  const { quality, unheard, silentMs } = listener
  const lacked = highestPacketIndex === undefined ? undefined : session.sent.at(highestPacketIndex + 1)
  const atLeastMs = (quality.roundTripMs ?? Number.POSITIVE_INFINITY) + SILENCE_MS
  const isSilent = lacked !== undefined && lacked.heardAt > nowAt && nowMs - lacked.sentMs >= atLeastMs
  listener.silentMs = isSilent ? nowMs : Number.NEGATIVE_INFINITY
  listener.unheard = undefined
  if (!isSilent || nowMs - silentMs > IN_A_ROW_MS) return
  const fromIndex = Math.max(lacked.packetIndex, unheard?.fromIndex ?? 0)
  listener.unheard = { fromIndex, sentUntilMs: nowMs + NOT_SINCE_MS }
}

/** It is heard from elsewhere, where it is sent what it missed. */
export function forgetUnheard(listener: Listener): void {
  listener.unheard = undefined
  listener.silentMs = Number.NEGATIVE_INFINITY
}

/** Whoever misses what was sent so short ago has heard something later, and asks for itself from now on. */
export function hearsAgain(listener: Listener, missed: readonly SentPacket[], nowMs: number): boolean {
  const { roundTripMs } = listener.quality
  return missed.some(({ sentMs }) => nowMs - sentMs < (roundTripMs ?? 0) + SILENCE_MS)
}

/**
 * To those that hear nothing and ask for nothing: each packet once more, unasked, when it is the last time that it can come
 * and be heard. Before that the way may be as dead as when it was sent first. The limits of repetitions hold as they do.
 */
export function resendUnheard(socket: DatagramSocket, session: SenderSession, instant: Instant): void {
  for (const listener of session.listeners())
    if (listener.unheard) resendTo(socket, { session, listener, unheard: listener.unheard }, instant)
}

function resendTo(
  socket: DatagramSocket,
  { session, listener, unheard }: { session: SenderSession; listener: Listener; unheard: Unheard },
  { nowMs, nowAt }: Instant,
): void {
  const roundTripMs = listener.quality.roundTripMs ?? 0
  const dueAt = nowAt + DECODED_AHEAD_MS + ROUND_TRIPS_AHEAD * roundTripMs
  const left = session.sent.from(unheard.fromIndex).filter(({ sentMs }) => sentMs <= unheard.sentUntilMs)
  const due = left.filter(({ heardAt }) => heardAt <= dueAt)
  const packets = due.filter(
    ({ packetIndex }) => !listener.resends.isUnderway(packetIndex, nowMs - roundTripMs),
  )
  const last = due.at(-1)
  if (last) listener.unheard = { ...unheard, fromIndex: last.packetIndex + 1 }
  if (due.length === left.length && nowMs > unheard.sentUntilMs) listener.unheard = undefined
  if (packets.length > 0)
    resend(socket, { session, listener, packets }, { arrivedMs: nowMs, arrivedAt: nowAt })
}
