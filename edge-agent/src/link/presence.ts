import { type Chance, type Clock, type Nonce, type Presence, topicOf, type Will } from '@tieng-lang/protocol'

/** Who speaks in presence messages. */
export interface Speaker {
  clusterId: string
  bootId: string
  agentVersion: string
}

/** The Last Will to give to the transport: the cluster is no longer connected. */
export function presenceWill(speaker: Speaker, clock: Clock): () => Will {
  return () => ({
    topic: topicOf('presence', { clusterId: speaker.clusterId }),
    payload: presenceBytes(speaker, { isConnected: false, at: clock.now() }),
    isRetained: true,
  })
}

/** A presence message; with a nonce it asks the server for its time (DESIGN §3 *Time*). */
export function presenceBytes(
  { bootId, agentVersion }: Speaker,
  said: Pick<Presence, 'isConnected' | 'timeNonce' | 'at'>,
): Uint8Array {
  const presence: Presence = { bootId, agentVersion, ...said }
  return Buffer.from(JSON.stringify(presence))
}

/** 16 bytes of chance as base64url. */
export function newNonce(chance: Chance): Nonce {
  return Buffer.from(chance.bytes(16)).toString('base64url')
}
