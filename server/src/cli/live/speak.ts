import { join } from 'node:path'
import {
  CodedError,
  type LiveAudioReply,
  type LiveSessionAnswer,
  type NewLiveSession,
  newId,
  writeAudioMessage,
} from '@tieng-lang/protocol'
import type { AdminClient } from '@tieng-lang/protocol/node'
import { WebSocket } from 'ws'
import type { CapturedPacket } from '../../media/capture/capture.ts'
import { checkInput } from '../../media/capture/capture-input.ts'
import { heldCapture } from '../../media/capture/held-capture.ts'
import { DONE, FAILED, type Terminal } from '../terminal/terminal.ts'

export interface Speaking {
  client: AdminClient
  terminal: Terminal
  /** The data folder of the running server. */
  folder: string
  input: string
  /** `host:port` of stations on the own network that the configuration names. */
  privateSourcesAllowed: readonly string[]
  order: NewLiveSession
}

/** Louder than this counts as voice: a room without people is softer. */
const VOICE_DB_MIN = -50
const ENDING_WORDS: Readonly<Record<Extract<LiveAudioReply, { kind: 'ending' }>['because'], string>> = {
  silence: 'không nghe thấy tiếng nói (no voice)',
  tooLong: 'đã quá thời gian cho phép (too long)',
  brokerGone: 'máy chủ mất kết nối với cụm loa (the broker is gone)',
}

/**
 * Begins a session and speaks into it until the input ends or somebody stops it. Gives the exit code. Nobody is on air for
 * an input that could not be heard: rejects before with `wronglyAsked`, `sourceRefused`.
 */
export async function speak(speaking: Speaking): Promise<number> {
  const { client, terminal, folder, input, privateSourcesAllowed, order } = speaking
  checkInput(input, privateSourcesAllowed)
  const { sessionId, clusterCount } = await client.post<LiveSessionAnswer>('/api/v1/live-sessions', order)
  terminal.out(`Phiên (session) ${sessionId}: ${clusterCount} cụm loa (clusters)\n`)
  const abort = new AbortController()
  terminal.onStop(() => abort.abort())
  const line = new AudioLine(folder, sessionId, (text) => terminal.out(text))
  try {
    await line.open()
    line.onClosed(() => abort.abort())
    const onPacket = (packet: CapturedPacket) => line.send(packet)
    const rules = { clock: terminal.clock, privateSourcesAllowed }
    await heldCapture({ input, signal: abort.signal, onPacket }, rules)
    await line.sentAll()
  } finally {
    line.close()
    await client.post(`/api/v1/live-sessions/${sessionId}/end`, { requestId: newId('het', terminal.chance) })
  }
  return line.isOver ? FAILED : DONE
}

/** The speaker's socket, over the administration socket of the data folder. */
class AudioLine {
  readonly #socket: WebSocket
  #isClosing = false
  #isOver = false

  constructor(folder: string, sessionId: string, tell: (text: string) => void) {
    this.#socket = new WebSocket(`ws+unix:${join(folder, 'admin.sock')}:/api/v1/live/${sessionId}/audio`)
    // Our own server sends what the shape says, one a message.
    this.#socket.on('message', (text) => tellReply(JSON.parse(String(text)) as LiveAudioReply, tell))
    this.#socket.on('close', () => {
      this.#isOver = !this.#isClosing
    })
  }

  /** The server has ended it. */
  get isOver(): boolean {
    return this.#isOver
  }

  open(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#socket.once('open', () => resolve())
      this.#socket.on('error', (cause) =>
        reject(new CodedError('notConnected', 'the server does not take the sound', { cause })),
      )
    })
  }

  onClosed(run: () => void): void {
    this.#socket.on('close', run)
  }

  send({ captureSample, levelDb, opus }: CapturedPacket): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return
    const hasVoice = levelDb >= VOICE_DB_MIN
    this.#socket.send(writeAudioMessage({ captureSample, levelDb, hasVoice, opus }))
  }

  /** Resolves when the server has answered a ping behind the last packet. */
  sentAll(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#socket.readyState !== this.#socket.OPEN) resolve()
      this.#socket.once('pong', () => resolve())
      this.#socket.once('close', () => resolve())
      this.#socket.ping()
    })
  }

  close(): void {
    this.#isClosing = true
    this.#socket.close()
  }
}

function tellReply(reply: LiveAudioReply, tell: (text: string) => void): void {
  if (reply.kind === 'ending') tell(`Sắp tự kết thúc (will end): ${ENDING_WORDS[reply.because]}\n`)
  if (reply.kind !== 'session') return
  const { state, soundingCount, clusterCount, levelDb, endedBecause } = reply.session
  const level = levelDb === null ? '' : `, ${Math.round(levelDb)} dB`
  const end = endedBecause === null ? '' : ` (${endedBecause})`
  tell(`${state}${end}: ${soundingCount}/${clusterCount} cụm loa đang phát (sounding)${level}\n`)
}
