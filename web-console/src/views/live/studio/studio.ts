import { LIVE_DELAYS_MS, type LiveSessionAnswer } from '@tieng-lang/protocol/browser'
import { listMicrophones, type Microphone, openMicrophone } from '../sound/capture/microphone.ts'
import { type MicrophoneTrouble, troubleHere, troubleOf } from '../sound/capture/microphone-trouble.ts'
import type { DeskReport, TapeName } from '../sound/desk/desk-report.ts'
import type { FromVoiceWorker, ToVoiceWorker } from '../sound/desk/worker-messages.ts'
import { EMPTY_STUDIO, type StudioState } from './studio-state.ts'

/** Which microphone (empty = whichever the browser takes), and whether it is cleaned of noise. */
type MicrophoneChoice = Pick<StudioState, 'deviceId' | 'isCleaned'>

/**
 * The page's own side of the microphone: opens it, leads it into the worker that encodes and sends, and keeps what the
 * page shows of both. It lives as long as the page is open.
 */
export class Studio {
  readonly #listeners = new Set<() => void>()
  #worker: Worker | undefined
  #microphone: Microphone | undefined
  #openings = 0
  state: StudioState = EMPTY_STUDIO

  /** As it is wont to be at this desk. */
  adopt({ isCleaned }: Pick<StudioState, 'isCleaned'>): void {
    this.state = { ...this.state, isCleaned }
  }

  listen(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Asks the browser for a microphone; why it gives none is in `trouble` then. */
  async openMicrophone({ deviceId, isCleaned }: MicrophoneChoice = this.state): Promise<void> {
    const trouble = troubleHere()
    if (trouble) return this.#set({ trouble })
    this.#stopMicrophone()
    this.#openings += 1
    const opening = this.#openings
    this.#set({ microphone: 'asking', isCleaned, trouble: null, isMicrophoneGone: false })
    try {
      const microphone = await openMicrophone({ deviceId, isCleaned, onGone: () => this.#loseMicrophone() })
      // Another was asked for meanwhile, or the page has been left.
      if (opening !== this.#openings) return microphone.stop()
      this.#microphone = microphone
      const { port, rateHz } = microphone
      this.#ask({ kind: 'microphone', port, rateHz }, [port])
      const devices = await listMicrophones()
      this.#set({ microphone: 'open', deviceId: microphone.deviceId, devices })
    } catch (cause) {
      if (opening === this.#openings) this.#set({ microphone: 'off', trouble: troubleOf(cause) })
    }
  }

  closeMicrophone(): void {
    this.#stopMicrophone()
    this.#set({ microphone: 'off', isMicrophoneGone: false })
  }

  /** From now on what is said or played goes into this session. */
  begin(session: LiveSessionAnswer): void {
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
    const url = `${scheme}://${location.host}/api/v1/live/${session.sessionId}/audio`
    this.#set({ session, ending: null })
    this.#ask({ kind: 'begin', url, delayMs: LIVE_DELAYS_MS[session.delay] })
  }

  /** What the server has told of the session by whichever way; one that is over takes nothing more. */
  takeSession(session: LiveSessionAnswer): void {
    if (this.state.session?.sessionId !== session.sessionId) return
    this.#set({ session })
    if (session.state !== 'ended') return
    this.#ask({ kind: 'end' })
    this.closeMicrophone()
  }

  /** The end has been looked at: another may begin. */
  forgetSession(): void {
    this.#ask({ kind: 'end' })
    this.#set({ session: null, ending: null })
  }

  setTalking(isOn: boolean): void {
    this.#ask({ kind: 'talk', isOn })
  }

  setRecording(isOn: boolean): void {
    this.#forgetHeard()
    this.#ask({ kind: 'record', isOn })
  }

  play(tape: TapeName): void {
    this.#ask({ kind: 'play', tape })
  }

  stopPlaying(): void {
    this.#ask({ kind: 'stopPlaying' })
  }

  /** Its sound is in `heard` soon. */
  listenTo(tape: TapeName): void {
    this.#ask({ kind: 'listen', tape })
  }

  drop(tape: TapeName): void {
    this.#forgetHeard()
    this.#ask({ kind: 'drop', tape })
  }

  stop(): void {
    this.#openings += 1
    this.#stopMicrophone()
    this.#forgetHeard()
    this.#worker?.terminate()
    this.#worker = undefined
    this.state = EMPTY_STUDIO
  }

  #ask(message: ToVoiceWorker, handedOver: Transferable[] = []): void {
    this.#worker ??= this.#startWorker()
    this.#worker.postMessage(message, handedOver)
  }

  #startWorker(): Worker {
    const worker = new Worker(new URL('../sound/desk/voice-worker.ts', import.meta.url), { type: 'module' })
    worker.onmessage = ({ data }: MessageEvent<FromVoiceWorker>) => this.#take(data)
    // It did not come, or is broken: the next try loads it anew.
    worker.onerror = () => {
      this.#worker = undefined
      this.#failed('notLoaded')
    }
    return worker
  }

  #take(message: FromVoiceWorker): void {
    if (message.kind === 'report') this.#takeReport(message.report)
    else if (message.kind === 'cannotEncode') this.#failed('notSupported')
    else if (message.kind === 'wav') {
      this.#forgetHeard()
      const url = URL.createObjectURL(new Blob([message.wav], { type: 'audio/wav' }))
      const { tape, lengthMs } = message
      this.#set({ heard: { tape, lengthMs, url } })
    } else if (message.reply.kind === 'session') this.takeSession(message.reply.session)
    else if (message.reply.kind === 'ending') {
      const { because, at } = message.reply
      this.#set({ ending: { because, at } })
    }
  }

  #takeReport(report: DeskReport): void {
    const { heard } = this.state
    const lengthMs = heard?.tape === 'recorded' ? report.recordedMs : report.unheardMs
    // More has come to it since.
    if (heard && heard.lengthMs !== lengthMs) this.#forgetHeard()
    // Whoever speaks again has kept it from ending by silence.
    const isOver = this.state.ending?.because === 'silence' && report.isTalking && report.isVoice
    this.#set({ report, ...(isOver && { ending: null }) })
  }

  #failed(trouble: MicrophoneTrouble): void {
    this.#stopMicrophone()
    this.#set({ microphone: 'off', trouble })
  }

  #loseMicrophone(): void {
    this.#stopMicrophone()
    this.#set({ microphone: 'off', isMicrophoneGone: true })
  }

  #stopMicrophone(): void {
    if (!this.#microphone) return
    this.#microphone.stop()
    this.#microphone = undefined
    const message: ToVoiceWorker = { kind: 'microphoneGone' }
    this.#worker?.postMessage(message)
  }

  #forgetHeard(): void {
    if (!this.state.heard) return
    URL.revokeObjectURL(this.state.heard.url)
    this.#set({ heard: null })
  }

  #set(change: Partial<StudioState>): void {
    this.state = { ...this.state, ...change }
    for (const listener of this.#listeners) listener()
  }
}
