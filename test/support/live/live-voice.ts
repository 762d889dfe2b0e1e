import {
  type LiveAudioReply,
  type LiveSessionAnswer,
  type NewLiveSession,
  newId,
  sleep,
  writeAudioMessage,
} from '@tieng-lang/protocol'
import { systemChance, systemClock } from '@tieng-lang/protocol/node'
import { PACKET_MS, PACKET_SAMPLES } from '@tieng-lang/protocol/rtp'
import { WebSocket } from 'ws'
import { eventually, type TestVillage } from '../village.ts'
import type { LiveSpeech } from './live-speech.ts'

/** Where somebody speaks to. */
export interface Spoken {
  administration: TestVillage['administration']
  server: Pick<TestVillage['server'], 'adminSocket'>
}

export type LiveOrder = Pick<NewLiveSession, 'delay'> & Partial<NewLiveSession>

/** Somebody speaks to a village, over the WebSocket that microphones use. */
export class LiveVoice {
  readonly sessionId: string
  readonly replies: LiveAudioReply[] = []
  readonly #village: Spoken
  readonly #socket: WebSocket
  /** When capture sample 0 was taken (monotonic ms): a microphone counts on while nobody speaks. */
  #countsSinceMs: number | undefined

  private constructor(village: Spoken, sessionId: string) {
    this.#village = village
    this.sessionId = sessionId
    const path = `/api/v1/live/${sessionId}/audio`
    this.#socket = new WebSocket(`ws+unix:${village.server.adminSocket}:${path}`)
    // The server sends what the shape says, one a message.
    this.#socket.on('message', (text) => this.replies.push(JSON.parse(String(text)) as LiveAudioReply))
    this.#socket.on('error', () => {})
  }

  /** Begins a session for the whole village where no place is given, with its microphone open. */
  static async begin(village: Spoken, order: LiveOrder): Promise<LiveVoice> {
    const { sessionId } = await village.administration.post<LiveSessionAnswer>('/api/v1/live-sessions', {
      ...{ requestId: newId('yc', systemChance), title: 'Nói thử', silenced: [], takeOver: false },
      place: { areas: ['xa-thu'], zones: [], clusters: [] },
      ...order,
    })
    const voice = new LiveVoice(village, sessionId)
    await eventually('the microphone is connected', () => voice.isOpen)
    return voice
  }

  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN
  }

  /** How it stands with the server. */
  session(): Promise<LiveSessionAnswer> {
    return this.#village.administration.get<LiveSessionAnswer>(`/api/v1/live-sessions/${this.sessionId}`)
  }

  /** Resolves once so many clusters say that it sounds there. */
  async awaitSounding(count: number): Promise<void> {
    const isSounding = async () => {
      const { state, endedBecause, soundingCount } = await this.session()
      if (state === 'ended') throw new Error(`nobody has spoken, and it has ended: ${endedBecause}`)
      return soundingCount >= count
    }
    await eventually(`it sounds on ${count} clusters`, isSounding, 60_000)
  }

  /** Says it in real time, packet by packet; gives the instant (Unix ms) at which its first sample was captured. */
  async say(
    { packets }: Pick<LiveSpeech, 'packets'>,
    onSaid: (packet: number) => void = () => {},
  ): Promise<number> {
    const nowMs = systemClock.monotonicMs()
    this.#countsSinceMs ??= nowMs
    const firstPacket = Math.ceil((nowMs - this.#countsSinceMs) / PACKET_MS)
    const beginsMs = this.#countsSinceMs + firstPacket * PACKET_MS
    const capturedAt = systemClock.now() + (beginsMs - nowMs)
    for (const [index, opus] of packets.entries()) {
      const readyMs = beginsMs + (index + 1) * PACKET_MS
      await sleep(systemClock, Math.max(0, readyMs - systemClock.monotonicMs()))
      if (!this.isOpen) break
      const captureSample = (firstPacket + index) * PACKET_SAMPLES
      this.#socket.send(writeAudioMessage({ captureSample, levelDb: -20, hasVoice: true, opus }))
      onSaid(index)
    }
    return capturedAt
  }

  /** Ends the session; what was said is still heard. */
  async end(): Promise<void> {
    const order = { requestId: newId('het', systemChance) }
    await this.#village.administration.post(`/api/v1/live-sessions/${this.sessionId}/end`, order)
    this.close()
  }

  /** The microphone is gone. */
  close(): void {
    this.#socket.terminate()
  }
}
