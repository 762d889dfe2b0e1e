import type { DatagramSocket } from '@tieng-lang/protocol'
import type { Listener } from './listener.ts'
import type { SentPacket } from './sent-packets.ts'
import type { SenderSession } from './session.ts'

/** The same protected packet once more, where it can still be heard and no limit is reached. Gives whether it was. */
export function resend(
  socket: DatagramSocket,
  { session, listener, packet }: { session: SenderSession; listener: Listener; packet: SentPacket },
  { arrivedMs, arrivedAt }: { arrivedMs: number; arrivedAt: number },
): boolean {
  const address = listener.addressAt(arrivedMs)
  if (!address || packet.heardAt <= arrivedAt) return false
  if (!listener.resends.mayResend(packet.packetIndex, arrivedMs)) return false
  if (!session.resends.mayResend(arrivedMs, session.connectedCount)) return false
  listener.resends.note(packet.packetIndex, arrivedMs)
  session.resends.note(arrivedMs)
  socket.send(packet.bytes, address)
  return true
}
