import {
  LIVE_AUDIO_HEADER_BYTES,
  type LiveAudioReply,
  type LiveSessionAnswer,
  type NewLiveSession,
  sleep,
} from '@tieng-lang/protocol'
import { systemChance, systemClock } from '@tieng-lang/protocol/node'
import { WebSocket } from 'ws'
import { eventually } from '../running-server.ts'

/** RFC 6716 §3.1: 20 ms of wideband SILK, one frame, mono. */
const TOC = 9 << 3

export function liveOrder(changes: Partial<NewLiveSession> = {}): NewLiveSession {
  return {
    requestId: `yc-${Buffer.from(systemChance.bytes(8)).toString('hex')}`,
    title: 'Thông báo của thôn',
    place: { areas: ['xa-a'], zones: [], clusters: [] },
    ...{ delay: 'live', silenced: [], takeOver: false },
    ...changes,
  }
}

/** One message of a microphone: a packet with a few bytes that tell it from others. */
export function audioMessage(
  captureSample: number,
  { hasVoice = true, levelDb = -20, toc = TOC } = {},
): Buffer {
  const message = Buffer.alloc(LIVE_AUDIO_HEADER_BYTES + 5)
  message.writeUIntBE(captureSample, 0, 6)
  message.writeUInt8(-levelDb, 6)
  message.writeUInt8(hasVoice ? 1 : 0, 7)
  message.writeUInt8(toc, LIVE_AUDIO_HEADER_BYTES)
  message.writeUInt32BE(captureSample % 2 ** 32, LIVE_AUDIO_HEADER_BYTES + 1)
  return message
}

/** A microphone at the far end of the socket. */
export class Microphone {
  readonly replies: LiveAudioReply[] = []
  readonly socket: WebSocket
  closedWith: { code: number; reason: string } | undefined
  refusedWith: number | undefined
  #nextSample = 5_000

  constructor(url: string, headers: Record<string, string> = {}) {
    this.socket = new WebSocket(url, { headers })
    // The server sends what the shape says, one a message.
    this.socket.on('message', (text) => this.replies.push(JSON.parse(String(text)) as LiveAudioReply))
    this.socket.on('close', (code, reason) => {
      this.closedWith = { code, reason: String(reason) }
    })
    this.socket.on('unexpected-response', (_request, response) => {
      this.refusedWith = response.statusCode
    })
    this.socket.on('error', () => {})
  }

  async opened(): Promise<this> {
    await eventually(
      () => this.socket.readyState,
      (state) => state === this.socket.OPEN,
    )
    return this
  }

  /** So many packets in real time. */
  async speak(count: number, options: { hasVoice?: boolean; levelDb?: number } = {}): Promise<void> {
    for (let packet = 0; packet < count; packet += 1) {
      this.socket.send(audioMessage(this.#nextSample, options))
      this.#nextSample += 960
      await sleep(systemClock, 20)
    }
  }

  of<K extends LiveAudioReply['kind']>(kind: K): Extract<LiveAudioReply, { kind: K }>[] {
    return this.replies.filter((reply): reply is Extract<LiveAudioReply, { kind: K }> => reply.kind === kind)
  }

  session(): LiveSessionAnswer | undefined {
    return this.of('session').at(-1)?.session
  }

  stop(): void {
    this.socket.terminate()
  }
}
