import type { CountableSource, FrameSource, PcmFrame } from './frame.ts'
import type { OggOpus } from './ogg/ogg-reader.ts'
import { CUT_FADE_SAMPLES_MAX } from './signal/fade.ts'
import { gainOfPercent, Volume } from './signal/gain.ts'
import { Limiter } from './signal/limiter.ts'
import type { DecoderPool } from './sounds/opus-decoder.ts'
import { opusSound } from './sounds/opus-sound.ts'
import { pcmSound, streamSound } from './sounds/plain-sounds.ts'
import { type RelayContent, relaySound } from './sounds/relay-sound.ts'
import { type SoundSequence, sequenceSound } from './sounds/sequence-sound.ts'
import { SAMPLES_PER_MS, type SampleStream, type Sound, timelineSampleAt } from './sounds/sound.ts'
import { Aligner } from './timeline/aligner.ts'
import { Cue, type CuePlan, type SoundEvent } from './timeline/cue.ts'
import { CueSheet } from './timeline/cue-sheet.ts'

/** What can be played. */
export type SoundContent =
  | { kind: 'opus'; file: OggOpus }
  | ({ kind: 'sequence' } & SoundSequence)
  | { kind: 'pcm'; pcm: Float32Array }
  | { kind: 'stream'; stream: SampleStream }
  | { kind: 'relay'; relay: RelayContent }

export interface SoundRequest {
  soundId: string
  content: SoundContent
  /** The instant at which the sound's position `fromMs` leaves the horn; `next`: with the next frame pulled. */
  startAt: number | 'next'
  /** Where in the sound to begin: 0 unless it is resumed. */
  fromMs?: number
  /** It is faded out to be silent at this instant, if it is not over before. */
  endAt?: number
  /** 0-100, see `gainOfPercent`; on top of the cluster's volume. */
  gainPercent?: number
  /** Armed too late, it joins where it would be by now (`trim`, the default) or is played whole (`shift`). */
  late?: 'trim' | 'shift'
}

export type ArmRefusalCode = 'soundAlreadyArmed' | 'tooManySounds' | 'badSoundTimes'

export interface PlaybackOptions {
  /** Started before: a sound begins without waiting for anything. */
  decoders: DecoderPool
  /** Called synchronously while a frame is pulled; it may arm and interrupt, and must not pull frames. */
  onProgress: (event: SoundEvent) => void
  soundsMax?: number
}

/** What sounds now, and how well the output keeps its time. */
export interface PlaybackStatus {
  playing: { soundId: string; positionMs: number } | null
  armedCount: number
  /** How much later than planned sounds are heard now, in ms: a fraction of one in good times. */
  errorMs: number
  reseatCount: number
  clockStepCount: number
}

/**
 * Everything a cluster plays, as the one source that its output pulls. It always gives a frame.
 *
 * The signal path, from the sounds to the horn:
 *
 *     Sound (Opus packets, PCM, a live stream, a relay)    each in samples of its own
 *       → Cue: place, fades, gain                          one sound on the timeline
 *       → CueSheet: never two at once                      the timeline: 48 samples a millisecond since 1970
 *       → Aligner: a few ppm of resampling                 the sound card's own clock, 20 ms frames
 *       → Volume → Limiter (3 ms of look-ahead, paid back) → output
 */
export class Playback implements CountableSource {
  readonly #decoders: DecoderPool
  readonly #onProgress: (event: SoundEvent) => void
  readonly #soundsMax: number
  readonly #cues: CueSheet
  readonly #aligner: Aligner
  readonly #volume: Volume
  readonly #output: FrameSource
  #beforeChange: () => void = () => {}

  constructor({ decoders, onProgress, soundsMax = 256 }: PlaybackOptions) {
    this.#decoders = decoders
    this.#onProgress = onProgress
    this.#soundsMax = soundsMax
    this.#cues = new CueSheet()
    this.#aligner = new Aligner(this.#cues, this.#cues)
    this.#volume = new Volume(this.#aligner)
    this.#output = new Limiter(this.#volume)
  }

  readFrame(heardAt: number): PcmFrame {
    if (!Number.isFinite(heardAt)) throw new Error(`an output asked for a frame heard at ${heardAt}`)
    const frame = this.#output.readFrame(heardAt)
    if (frame === null) throw new Error('the signal path of a cluster has no end')
    return frame
  }

  /**
   * Schedules a sound. Several may be armed; with no gap between them they join to the sample. Where one would begin
   * inside another, the later start wins and the other is interrupted.
   * @returns why it was refused, or `null`
   */
  arm(request: SoundRequest): ArmRefusalCode | null {
    const plan = this.#planOf(request)
    if (this.#cues.find(request.soundId)) return 'soundAlreadyArmed'
    if (this.#cues.count >= this.#soundsMax) return 'tooManySounds'
    if (plan === null) return 'badSoundTimes'
    this.#beforeChange()
    this.#cues.add(new Cue(plan, (event) => this.#tell(event)))
    return null
  }

  /** Takes back a sound that has not begun; there is no event. @returns whether there was one */
  disarm(soundId: string): boolean {
    this.#beforeChange()
    const cue = this.#cues.find(soundId)
    if (!cue || cue.isPlaying) return false
    this.#cues.remove(cue)
    return true
  }

  /**
   * Fades a sound out from the next frame pulled on (`interrupted` follows then); one that has not begun is disarmed.
   * One that ends within the fade anyway finishes.
   * @returns its position in ms where the fade begins, from which it can be resumed; `null` if there is no such sound
   */
  interrupt(soundId: string, { fadeMs = 15 }: { fadeMs?: number } = {}): number | null {
    this.#beforeChange()
    const cue = this.#cues.find(soundId)
    if (!cue) return null
    if (cue.isPlaying) cue.cut(cue.startSample, fadeSamplesOf(fadeMs))
    else this.#cues.remove(cue)
    return cue.positionMs
  }

  /** Moves the instant at which a sound is silent at the latest; +∞ takes it away. */
  limit(soundId: string, endAt: number): void {
    this.#beforeChange()
    this.#cues.find(soundId)?.limit(timelineSampleAt(endAt))
  }

  /** Interrupts what sounds and disarms everything else. */
  stopAll(options: { fadeMs?: number } = {}): void {
    for (const cue of [...this.#cues.list()]) this.interrupt(cue.soundId, options)
  }

  /**
   * For an output that counts instead of sounding: the next instant, not before `fromAt`, at which a sound starts or
   * ends if nothing is changed until then; +∞ for none. The end of a live source is not foreseen.
   */
  nextChangeAt(fromAt: number): number {
    return Math.max(fromAt, this.#cues.nextChange() / SAMPLES_PER_MS)
  }

  /**
   * Takes everything heard from `fromAt` to `untilAt` as played, undecoded: the events are those of the frames it stands
   * for. What is armed on such an event starts with the next run, so a run should end at the next change.
   */
  pass(fromAt: number, untilAt: number): void {
    this.#cues.pass(timelineSampleAt(fromAt), timelineSampleAt(untilAt))
  }

  /** For an output that counts, one at a time: it counts up to now before the change, and plans anew after it. */
  beforeChange(run: () => void): void {
    this.#beforeChange = run
  }

  /** For an output that counts; one that pulls shows it in the instants it asks for. */
  clockSet(byMs: number): void {
    this.#cues.moveSounding(Math.round(byMs * SAMPLES_PER_MS))
  }

  /** The cluster's volume, 0-100; it is reached within 20 ms. */
  setVolume(percent: number): void {
    this.#volume.setPercent(percent)
  }

  status(): PlaybackStatus {
    const playing = this.#cues.list().findLast((cue) => cue.isPlaying)
    return {
      playing: playing ? { soundId: playing.soundId, positionMs: playing.positionMs } : null,
      armedCount: this.#cues.list().filter((cue) => !cue.isPlaying).length,
      errorMs: this.#aligner.errorMs,
      reseatCount: this.#aligner.reseatCount,
      clockStepCount: this.#aligner.clockStepCount,
    }
  }

  #planOf(request: SoundRequest): CuePlan | null {
    const { soundId, startAt, fromMs = 0, endAt = Number.POSITIVE_INFINITY, gainPercent = 100 } = request
    const sound = this.#soundOf(request.content)
    const fromSample = Math.round(fromMs * SAMPLES_PER_MS)
    const isPast = fromSample < 0 || fromSample >= (sound.lengthSamples ?? Number.POSITIVE_INFINITY)
    if (isPast || Number.isNaN(fromSample + endAt) || Number.isNaN(Number(startAt === 'next' ? 0 : startAt)))
      return null
    return {
      soundId,
      sound,
      startSample: startAt === 'next' ? Number.NEGATIVE_INFINITY : timelineSampleAt(startAt),
      fromSample,
      endSample: timelineSampleAt(endAt),
      gain: gainOfPercent(gainPercent),
      late: startAt === 'next' ? 'shift' : (request.late ?? 'trim'),
    }
  }

  #soundOf(content: SoundContent): Sound {
    if (content.kind === 'opus') return opusSound(content.file, this.#decoders)
    if (content.kind === 'sequence') return sequenceSound(content, this.#decoders)
    if (content.kind === 'pcm') return pcmSound(content.pcm)
    if (content.kind === 'relay') return relaySound(content.relay, this.#decoders)
    return streamSound(content.stream)
  }

  /** Cues speak of the timeline; what is heard differs from it by the error that is being worked off. */
  #tell(event: SoundEvent): void {
    this.#onProgress({ ...event, heardAt: event.heardAt + this.#aligner.errorMs })
  }
}

function fadeSamplesOf(fadeMs: number): number {
  return Math.min(CUT_FADE_SAMPLES_MAX, Math.max(1, Math.round(fadeMs * SAMPLES_PER_MS)))
}
