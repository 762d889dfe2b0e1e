/**
 * Runs on the browser's sound thread: hands on what the microphone gives, a few milliseconds at a time, straight to the
 * worker that encodes it, so that a busy page holds nothing up.
 */

/** The names of the sound thread that TypeScript's library does not have (Web Audio API §1.32). */
declare class AudioWorkletProcessor {
  readonly port: MessagePort
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void

/** 10 ms at 48 kHz, rounded up to the 128 samples of a render quantum. */
const GATHERED_SAMPLES = 512

class MicrophoneTap extends AudioWorkletProcessor {
  #to: MessagePort | undefined
  #gathered = new Float32Array(GATHERED_SAMPLES)
  #filled = 0

  constructor() {
    super()
    this.port.onmessage = ({ data }: MessageEvent<MessagePort>) => {
      this.#to = data
    }
  }

  /** Asked for each render quantum; true keeps it alive. The first channel is all there is of a mono microphone. */
  process([input]: Float32Array[][]): boolean {
    const samples = input?.[0]
    if (samples) this.#gather(samples)
    return true
  }

  #gather(samples: Float32Array): void {
    this.#gathered.set(samples, this.#filled)
    this.#filled += samples.length
    if (this.#filled < GATHERED_SAMPLES) return
    this.#to?.postMessage(this.#gathered, [this.#gathered.buffer])
    this.#gathered = new Float32Array(GATHERED_SAMPLES)
    this.#filled = 0
  }
}

registerProcessor('microphone-tap', MicrophoneTap)
