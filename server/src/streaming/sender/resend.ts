import type { DatagramSocket } from '@tieng-lang/protocol'
import type { Listener } from './listener.ts'
import { RESENDS_A_LISTENER_MAX } from './resend-limits.ts'
import type { SentPacket, SentPackets } from './sent-packets.ts'
import type { SenderSession } from './session.ts'

/** Of what is left to a listener, a hole may take this share in full. */
const FULL_SHARE = 0.5
/** Where no more is left, what was sent again a moment ago must do: it may have crossed the request on its way. */
const SCARCE = RESENDS_A_LISTENER_MAX / 2
const ROUND_TRIPS_UNDERWAY = 2

/** What is to be sent again, and to whom. */
export interface Resend {
  session: SenderSession
  listener: Listener
  packets: readonly SentPacket[]
}

/**
 * The same protected packets once more, where they can still be heard and no limit is reached. Where much is missing and
 * little is left, every second one is sent where what lies between comes back from the packet after it (in-band FEC).
 */
export function resend(
  socket: DatagramSocket,
  { session, listener, packets }: Resend,
  { arrivedMs, arrivedAt }: { arrivedMs: number; arrivedAt: number },
): void {
  const address = listener.addressAt(arrivedMs)
  if (!address) return
  const wanted = packets
    .filter(({ heardAt }) => heardAt > arrivedAt)
    .sort((one, other) => one.packetIndex - other.packetIndex)
  const left = listener.resends.leftAt(arrivedMs)
  const isMuch = wanted.length > FULL_SHARE * left
  const underwaySinceMs = arrivedMs - ROUND_TRIPS_UNDERWAY * (listener.quality.roundTripMs ?? 0)
  for (const { packetIndex, bytes } of isMuch ? everySecond(wanted, session.sent) : wanted) {
    if (!listener.resends.mayResend(packetIndex, arrivedMs)) continue
    if (left < SCARCE && listener.resends.isUnderway(packetIndex, underwaySinceMs)) continue
    if (!session.resends.mayResend(arrivedMs, session.connectedCount)) continue
    listener.resends.note(packetIndex, arrivedMs)
    session.resends.note(arrivedMs)
    socket.send(bytes, address)
  }
}

/** All but those that the packet behind each brings along, where that one is sent, or has come before. */
function everySecond(packets: readonly SentPacket[], sent: SentPackets): readonly SentPacket[] {
  const taken: SentPacket[] = []
  let sparedIndex: number | undefined
  for (const packet of packets.toReversed()) {
    const { packetIndex } = packet
    if (sparedIndex !== packetIndex + 1 && sent.isBroughtAlong(packetIndex)) sparedIndex = packetIndex
    else taken.unshift(packet)
  }
  return taken
}
