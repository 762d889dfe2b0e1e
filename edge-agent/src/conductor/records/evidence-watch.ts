import type { Evidence } from '@tieng-lang/protocol'
import { evidenceOf, type Readings, type SoundSample, soundSample } from '../../hardware/index.ts'

/** Meters look back over 300 ms: a reading says nothing of a sound that is younger. */
const METER_MS = 350
const SAMPLES_MAX = 40
const SOUNDS_MAX = 16

interface Watched {
  startedAt: number
  endedAt: number
  samples: SoundSample[]
}

/** Collects what the board measured while each sound was at the horn: by what it is known that it was heard (R18). */
export class EvidenceWatch {
  readonly #watched = new Map<string, Watched>()
  #idle: SoundSample | null = null

  /** The first sample of a run leaves the horn at `heardAt`. */
  begin(soundId: string, heardAt: number): void {
    const known = this.#watched.get(soundId)
    this.#watched.delete(soundId)
    this.#watched.set(soundId, {
      startedAt: heardAt,
      endedAt: Number.POSITIVE_INFINITY,
      samples: known?.samples ?? [],
    })
    const [oldest] = this.#watched.keys()
    if (this.#watched.size > SOUNDS_MAX && oldest !== undefined) this.#watched.delete(oldest)
  }

  end(soundId: string, heardAt: number): void {
    const watched = this.#watched.get(soundId)
    if (watched) watched.endedAt = heardAt
  }

  /** Takes a new reading, made at `now`. */
  note(readings: Readonly<Readings>, now: number): void {
    const sample = soundSample(readings)
    let isSounding = false
    for (const watched of this.#watched.values()) {
      if (now < watched.startedAt || now > watched.endedAt + METER_MS) continue
      isSounding = true
      if (now < watched.startedAt + METER_MS || now > watched.endedAt) continue
      if (watched.samples.length < SAMPLES_MAX) watched.samples.push(sample)
    }
    if (!isSounding && readings.isAmplifierReady) this.#idle = sample
  }

  /** What is proven of a sound so far. */
  of(soundId: string): Evidence {
    const watched = this.#watched.get(soundId)
    return watched ? evidenceOf(watched.samples, this.#idle) : 'none'
  }
}
