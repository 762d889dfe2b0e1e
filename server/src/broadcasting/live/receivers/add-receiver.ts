import { BlockList, isIPv4 } from 'node:net'
import { CodedError, type Id, type StreamAddress } from '@tieng-lang/protocol'
import { writeSdp } from '@tieng-lang/protocol/rtp'
import { recordAct } from '../../../access/audit.ts'
import type { Principal } from '../../../access/principal.ts'
import type { Services } from '../../services.ts'
import { liveSessionAt } from '../answer/live-answer.ts'

/** RFC 8866 §5.2 wants a number that no other session of ours has. */
const SDP_SESSION_ID_MAX = 2 ** 48
const PORT_MAX = 65_534
/** "This network" and what is no single host's: multicast, reserved, broadcast (RFC 6890). */
const NO_HOSTS = new BlockList()
NO_HOSTS.addSubnet('0.0.0.0', 8)
NO_HOSTS.addSubnet('224.0.0.0', 3)

/**
 * Sends a session to one more address until it ends, and gives the SDP by which it is received: stream and key are its
 * own, so whoever holds this text learns nothing of what the clusters share. Who asks again for the same address gets
 * another stream in place of the first. Throws `liveSessionNotFound`, `wrongState` where it is over, `badRequest` for what
 * is no host's IPv4 address, `limitExceeded`.
 */
export async function addReceiver(
  services: Services,
  { sessionId, address }: { sessionId: Id; address: StreamAddress },
  by: Principal,
): Promise<string> {
  const { addresses, chance, clock, database, live, stream } = services
  const session = liveSessionAt(database, sessionId)
  if (!live.run(sessionId)) throw new CodedError('wrongState', `${sessionId} is over`)
  if (!isIPv4(address.host) || NO_HOSTS.check(address.host) || address.port > PORT_MAX)
    throw new CodedError(
      'badRequest',
      'the IPv4 address of one host, and a port that has one above it for RTCP',
    )
  const receiver = await stream.addReceiver(sessionId, address)
  const { areaIds, title } = session
  const act = { at: clock.now(), by, act: 'live.addReceiver', areaIds, subject: sessionId }
  database.transaction(() => recordAct(database, { ...act, detail: { ...address } }))
  const sender = addresses.senders.find(({ host }) => isIPv4(host))
  return writeSdp({
    ...receiver,
    sdpSessionId: Math.floor(chance.next() * SDP_SESSION_ID_MAX),
    name: title,
    destination: { address: address.host, port: address.port },
    senderAddress: sender?.host ?? '0.0.0.0',
  })
}
