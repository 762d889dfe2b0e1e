import type { Chance, Clock, LiveSession, OpenDatagramSocket, StreamAddress } from '@tieng-lang/protocol'
import { type MediaKeys, mediaKeysOf } from '@tieng-lang/protocol/rtp'
import type { DecoderPool } from '../audio/sounds/opus-decoder.ts'
import { LiveReceiver } from './live-receiver.ts'

export interface LiveReceiversOptions {
  clock: Clock
  chance: Chance
  /** Without it nothing that is live is heard. */
  datagrams?: OpenDatagramSocket | undefined
  decoders: Pick<DecoderPool, 'take' | 'release'>
  clusterId: string
  /** Of the config in force: base64url, or empty before the first. */
  mediaSecret: () => string
  /** In place of every sender: the only way out of this site. */
  via?: StreamAddress | undefined
}

/** Makes receivers of live sessions. */
export class LiveReceivers {
  readonly #options: LiveReceiversOptions

  constructor(options: LiveReceiversOptions) {
    this.#options = options
  }

  /** Begins to listen to a session; undefined where this cluster has no way to. */
  open(session: LiveSession, onOpen: () => void): LiveReceiver | undefined {
    const { datagrams, mediaSecret, ...rest } = this.#options
    if (!datagrams) return undefined
    const keys = keysOf(mediaSecret, session.sessionId)
    const receiver = new LiveReceiver({ ...rest, datagrams, keys, onOpen }, session)
    receiver.start()
    return receiver
  }
}

/** The keys of a session under the secret of now; derived once for each secret. */
function keysOf(mediaSecret: () => string, sessionId: string): () => MediaKeys | undefined {
  let known: { secret: string; keys: MediaKeys | undefined } | undefined
  return () => {
    const secret = mediaSecret()
    if (known?.secret !== secret) {
      const keys = mediaKeysOf(secret, sessionId)
      known = { secret, keys: keys.ok ? keys.value : undefined }
    }
    return known.keys
  }
}
