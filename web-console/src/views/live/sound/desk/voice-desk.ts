import { FRAME_MS, FRAME_SAMPLES } from '../capture/frame-cutter.ts'
import { SampleClock } from '../capture/sample-clock.ts'
import { TalkGate } from '../capture/talk-gate.ts'
import { Tape } from '../coding/tape.ts'
import type { VoiceEncoder } from '../coding/voice-encoder.ts'
import type { VoicePacket } from '../coding/voice-packet.ts'
import { SILENCE_DB } from '../level/level.ts'
import type { LineState } from '../uplink/audio-line.ts'
import type { AudioWire, Uplink } from '../uplink/uplink.ts'
import type { DeskReport, TapeName } from './desk-report.ts'
import { type HeardFrame, MicrophoneEar } from './microphone-ear.ts'

/** A microphone that gives nothing for so long (a phone call, a sleeping tab) leaves its place to silence. */
const MICROPHONE_GONE_MS = 300
/** Before a person is told of it. */
const INTERRUPTED_MS = 1_000
const SILENCE = new Float32Array(FRAME_SAMPLES)

export interface VoiceDeskOptions {
  encoder: VoiceEncoder
  /** Monotonic. */
  nowMs: () => number
}

/**
 * What goes out, every 20 ms of a session: the microphone while somebody talks, a tape while one plays, else silence; so
 * that the stream never has a hole, and clusters know a pause from a bad line. Beside a session it records.
 */
export class VoiceDesk {
  readonly #encoder: VoiceEncoder
  readonly #nowMs: () => number
  readonly #gate = new TalkGate()
  #ear: MicrophoneEar | undefined
  #heardMs = Number.NEGATIVE_INFINITY
  #uplink: Uplink | undefined
  #clock: SampleClock | undefined
  #line: LineState = 'closed'
  #isTalking = false
  #isRecording = false
  #tapes: Record<TapeName, Tape> = { recorded: new Tape(), unheard: new Tape() }
  #playing: { name: TapeName; tape: Tape; next: number } | null = null

  constructor({ encoder, nowMs }: VoiceDeskOptions) {
    this.#encoder = encoder
    this.#nowMs = nowMs
  }

  /** A microphone of this rate is there from now on; null = none is. */
  plugIn(rateHz: number | null): void {
    this.#ear = rateHz === null ? undefined : new MicrophoneEar(rateHz, (frame) => this.#hear(frame))
    if (rateHz === null) this.#isRecording = false
  }

  takeSamples(samples: Float32Array): void {
    this.#ear?.take(samples)
  }

  /** A session begins: from now on packets go up this way. */
  begin(uplink: Uplink): void {
    this.#uplink = uplink
    this.#clock = new SampleClock(this.#nowMs())
    this.#isRecording = false
  }

  /** It is over; what still waited goes to the unheard. */
  end(): void {
    this.#uplink?.end()
    this.#uplink = undefined
    this.#playing = null
    this.setTalking(false)
    this.#line = 'closed'
  }

  takeLine(line: LineState, wire: AudioWire | undefined): void {
    this.#line = line
    if (wire) this.#uplink?.open(wire)
    else this.#uplink?.close()
  }

  setTalking(isTalking: boolean): void {
    this.#isTalking = isTalking
    this.#gate.isOpen = isTalking
  }

  /** Each recording begins anew; while a session is on there is none. */
  setRecording(isOn: boolean): void {
    if (isOn && (this.#uplink || !this.#ear)) return
    if (isOn) this.#tapes.recorded = new Tape()
    this.#isRecording = isOn
  }

  /** Plays it into the session. What of the unheard is not heard again becomes unheard anew. */
  play(name: TapeName): void {
    const tape = this.#tapes[name]
    if (!this.#uplink || tape.packets.length === 0) return
    this.#playing = { name, tape, next: 0 }
    if (name === 'unheard') this.#tapes.unheard = new Tape()
  }

  stopPlaying(): void {
    this.#playing = null
  }

  tape(name: TapeName): Tape {
    return this.#tapes[name]
  }

  drop(name: TapeName): void {
    this.#tapes[name] = new Tape()
  }

  keepUnheard(packet: VoicePacket): void {
    const { opus, levelDb, isVoice, isSpoken } = packet
    if (isSpoken) this.#tapes.unheard.add({ opus, levelDb, isVoice, isSpoken })
  }

  /** To be called every 20 ms: where no microphone keeps the time, it passes here. */
  tick(): void {
    const nowMs = this.#nowMs()
    if (nowMs - this.#heardMs < MICROPHONE_GONE_MS) return
    for (const place of this.#due(nowMs)) this.#send(place, null)
  }

  report(): DeskReport {
    const last = this.#isMicrophoneHeard() ? (this.#ear?.last ?? null) : null
    return {
      line: this.#line,
      isWeak: this.#uplink?.isWeak ?? false,
      level: last && { rmsDb: last.level.rmsDb, peakDb: last.level.peakDb },
      warning: last?.warning ?? null,
      isVoice: last?.isVoice ?? false,
      isInterrupted: this.#ear?.last != null && this.#nowMs() - this.#heardMs > INTERRUPTED_MS,
      isTalking: this.#isTalking,
      isRecording: this.#isRecording,
      recordedMs: this.#tapes.recorded.durationMs,
      unheardMs: this.#tapes.unheard.durationMs,
      playing: this.#playing && {
        tape: this.#playing.name,
        atMs: this.#playing.next * FRAME_MS,
        lengthMs: this.#playing.tape.durationMs,
      },
    }
  }

  #isMicrophoneHeard(): boolean {
    return this.#nowMs() - this.#heardMs < MICROPHONE_GONE_MS
  }

  #due(nowMs: number): number[] {
    return this.#uplink && this.#clock ? this.#clock.due(nowMs) : []
  }

  #hear(frame: HeardFrame): void {
    this.#heardMs = this.#nowMs()
    if (this.#isRecording) this.#record(frame)
    const place = this.#uplink && this.#clock ? this.#clock.take(this.#heardMs) : null
    if (place !== null) this.#send(place, frame)
  }

  #record({ samples, level, isVoice }: HeardFrame): void {
    const opus = this.#encoder.encode(samples)
    const isTaken = this.#tapes.recorded.add({ opus, levelDb: level.rmsDb, isVoice, isSpoken: true })
    if (!isTaken) this.#isRecording = false
  }

  #send(captureSample: number, frame: HeardFrame | null): void {
    const packet = this.#ofTape() ?? this.#ofMicrophone(frame) ?? this.#ofNothing()
    this.#uplink?.offer({ ...packet, captureSample })
  }

  #ofTape(): VoicePacket | undefined {
    if (!this.#playing) return undefined
    const packet = this.#playing.tape.packets[this.#playing.next]
    this.#playing.next += 1
    if (!packet) this.#playing = null
    return packet
  }

  #ofMicrophone(frame: HeardFrame | null): VoicePacket | undefined {
    if (!frame || !this.#gate.passes) return undefined
    const opus = this.#encoder.encode(this.#gate.pass(frame.samples))
    return { opus, levelDb: frame.level.rmsDb, isVoice: frame.isVoice, isSpoken: true }
  }

  #ofNothing(): VoicePacket {
    const opus = this.#encoder.encode(SILENCE)
    return { opus, levelDb: SILENCE_DB, isVoice: false, isSpoken: false }
  }
}
