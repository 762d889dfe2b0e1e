import type { LiveAudioReply } from '@tieng-lang/protocol/browser'
import { FRAME_MS } from '../capture/frame-cutter.ts'
import { tapeToWav } from '../coding/tape-to-wav.ts'
import { createVoiceEncoder } from '../coding/voice-encoder.ts'
import { AudioLine, type LineState, type Socket } from '../uplink/audio-line.ts'
import { type AudioWire, Uplink } from '../uplink/uplink.ts'
import type { TapeName } from './desk-report.ts'
import { VoiceDesk } from './voice-desk.ts'
import type { FromVoiceWorker, ToVoiceWorker } from './worker-messages.ts'

/**
 * The composition root of the thread that encodes and sends: the page may be as busy as it likes, and a tab in the
 * background is not slowed down here.
 */
const REPORT_EVERY_MS = 100

class VoiceWorker {
  readonly #desk: VoiceDesk
  #line: AudioLine | undefined
  #uplink: Uplink | undefined

  constructor(desk: VoiceDesk) {
    this.#desk = desk
  }

  start(): void {
    setInterval(() => this.#tick(), FRAME_MS)
    setInterval(() => this.#report(), REPORT_EVERY_MS)
  }

  #tick(): void {
    this.#desk.tick()
    if (this.#uplink?.isStalled) this.#line?.renew()
  }

  take(message: ToVoiceWorker): void {
    const desk = this.#desk
    if (message.kind === 'microphone') this.#listenTo(message)
    else if (message.kind === 'microphoneGone') desk.plugIn(null)
    else if (message.kind === 'begin') this.#begin(message)
    else if (message.kind === 'end') this.#end()
    else if (message.kind === 'talk') desk.setTalking(message.isOn)
    else if (message.kind === 'record') desk.setRecording(message.isOn)
    else if (message.kind === 'play') desk.play(message.tape)
    else if (message.kind === 'stopPlaying') desk.stopPlaying()
    else if (message.kind === 'drop') desk.drop(message.tape)
    else void this.#listen(message.tape)
    this.#report()
  }

  #listenTo({ port, rateHz }: { port: MessagePort; rateHz: number }): void {
    this.#desk.plugIn(rateHz)
    port.onmessage = ({ data }: MessageEvent<Float32Array>) => this.#desk.takeSamples(data)
  }

  #begin({ url, delayMs }: { url: string; delayMs: number }): void {
    this.#end()
    const uplink = new Uplink({ delayMs, onUnheard: (packet) => this.#desk.keepUnheard(packet) })
    this.#uplink = uplink
    this.#desk.begin(uplink)
    this.#line = new AudioLine({
      open: () => openSocket(url),
      after,
      onState: (state, wire) => this.#takeLine(state, wire),
      onText: (text) => this.#takeReply(text),
    })
    this.#line.open()
  }

  #end(): void {
    this.#desk.end()
    this.#line?.close()
    this.#line = undefined
    this.#uplink = undefined
  }

  #takeLine(state: LineState, wire: AudioWire | undefined): void {
    this.#desk.takeLine(state, wire)
    this.#report()
  }

  #takeReply(text: string): void {
    // The shape is the server's promise: its own schema is checked in its tests.
    const reply = JSON.parse(text) as LiveAudioReply
    if (reply.kind === 'session' && reply.session.state === 'ended') this.#end()
    if (reply.kind === 'sent') this.#uplink?.confirm(reply.captureSample, reply.behindMs)
    else tell({ kind: 'reply', reply })
  }

  async #listen(name: TapeName): Promise<void> {
    const tape = this.#desk.tape(name)
    const lengthMs = tape.durationMs
    const wav = await tapeToWav(tape)
    tell({ kind: 'wav', tape: name, lengthMs, wav }, [wav])
  }

  #report(): void {
    tell({ kind: 'report', report: this.#desk.report() })
  }
}

function tell(message: FromVoiceWorker, handedOver: Transferable[] = []): void {
  postMessage(message, { transfer: handedOver })
}

function after(ms: number, act: () => void): () => void {
  const timer = setTimeout(act, ms)
  return () => clearTimeout(timer)
}

function openSocket(url: string): Socket {
  const socket = new WebSocket(url)
  const ours: Socket = {
    onopen: null,
    onclose: null,
    onmessage: null,
    get bufferedAmount() {
      return socket.bufferedAmount
    },
    send: (message) => socket.send(message),
    close: () => socket.close(),
  }
  socket.onopen = () => ours.onopen?.()
  socket.onclose = ({ code }) => ours.onclose?.(code)
  socket.onmessage = (event) => ours.onmessage?.(event)
  return ours
}

async function run(): Promise<void> {
  const early: ToVoiceWorker[] = []
  addEventListener('message', ({ data }: MessageEvent<ToVoiceWorker>) => {
    if (worker) worker.take(data)
    else early.push(data)
  })
  let worker: VoiceWorker | undefined
  try {
    const encoder = await createVoiceEncoder()
    worker = new VoiceWorker(new VoiceDesk({ encoder, nowMs: () => performance.now() }))
    worker.start()
    for (const message of early) worker.take(message)
  } catch {
    tell({ kind: 'cannotEncode' })
  }
}

void run()
