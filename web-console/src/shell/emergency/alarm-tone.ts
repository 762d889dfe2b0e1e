/** Pitches of one alarm, Hz, and how long each of them lasts. */
const REAL_HZ = [880, 660, 880, 660, 880, 660]
const EXERCISE_HZ = [523, 523]
const STEP_S = 0.22
const LOUDNESS = 0.25
/** Without it the ends of each tone click. */
const FADE_S = 0.02

/**
 * A short tone that the browser makes itself, where it lets a page sound: only after somebody has touched the page
 * once since it was loaded.
 */
export class AlarmTone {
  #context: AudioContext | undefined

  /** To be called in answer to a touch or key, after which the browser lets it sound. */
  unlock(): void {
    if (typeof AudioContext === 'undefined') return
    this.#context ??= new AudioContext()
    if (this.#context.state === 'suspended') void this.#context.resume().catch(() => undefined)
  }

  /** Whether it would be heard now. */
  get isAllowed(): boolean {
    return this.#context?.state === 'running'
  }

  sound(kind: 'real' | 'exercise'): void {
    const context = this.#context
    if (!context || !this.isAllowed) return
    const pitches = kind === 'real' ? REAL_HZ : EXERCISE_HZ
    for (const [index, hz] of pitches.entries()) this.#tone(context, hz, context.currentTime + index * STEP_S)
  }

  #tone(context: AudioContext, hz: number, atS: number): void {
    const oscillator = context.createOscillator()
    const gain = context.createGain()
    oscillator.type = 'triangle'
    oscillator.frequency.value = hz
    gain.gain.setValueAtTime(0, atS)
    gain.gain.linearRampToValueAtTime(LOUDNESS, atS + FADE_S)
    gain.gain.setValueAtTime(LOUDNESS, atS + STEP_S - 2 * FADE_S)
    gain.gain.linearRampToValueAtTime(0, atS + STEP_S - FADE_S)
    oscillator.connect(gain).connect(context.destination)
    oscillator.start(atS)
    oscillator.stop(atS + STEP_S)
  }
}
