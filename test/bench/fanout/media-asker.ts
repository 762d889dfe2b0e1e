import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import type { StreamAddress } from '@tieng-lang/protocol'
import { systemChance, systemClock } from '@tieng-lang/protocol/node'
import {
  type MediaKeys,
  mediaKeysOf,
  TRANSACTION_ID_BYTES,
  writeMediaRequest,
} from '@tieng-lang/protocol/rtp'

/** One that may listen to a session. */
export interface FanoutListener {
  sessionId: string
  clusterId: string
  mediaSecret: string
}

/** Nothing was missed, whatever was sent: only the path is asked for. */
const HIGHEST_PACKET_INDEX = 2 ** 47
const LIFE_ID = 1

/** The one end of a path to the sender: an address of its own, and requests that keep it open. */
export class MediaAsker {
  readonly #listener: FanoutListener
  readonly #keys: MediaKeys
  readonly #socket: Socket
  #counter = 0

  constructor(listener: FanoutListener, recvBufferSize: number) {
    const keys = mediaKeysOf(listener.mediaSecret, listener.sessionId)
    if (!keys.ok) throw new Error(keys.code)
    this.#listener = listener
    this.#keys = keys.value
    this.#socket = createSocket({ type: 'udp4', recvBufferSize })
  }

  /** Takes a free port of loopback; gives it. */
  async open(onDatagram: (bytes: Uint8Array) => void): Promise<number> {
    this.#socket.on('message', onDatagram)
    this.#socket.bind(0, '127.0.0.1')
    await once(this.#socket, 'listening')
    return this.#socket.address().port
  }

  ask({ host, port }: StreamAddress): void {
    const { sessionId, clusterId } = this.#listener
    this.#counter += 1
    const transactionId = systemChance.bytes(TRANSACTION_ID_BYTES)
    const request = {
      ...{ sessionId, clusterId, transactionId, counter: this.#counter, lifeId: LIFE_ID },
      ...{ requestSentAt: systemClock.now(), highestPacketIndex: HIGHEST_PACKET_INDEX },
    }
    this.#socket.send(writeMediaRequest(request, this.#keys), port, host)
  }
}
