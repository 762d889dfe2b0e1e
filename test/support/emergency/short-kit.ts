import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { KitSound, SoundPart } from '@tieng-lang/protocol'
import type { SoundMaker, SoundMaking } from '../../../server/src/broadcasting/emergency-kit/sound-maker.ts'

/** What stands for each kind of sound: long enough to be interrupted, and told apart by its pitch. */
const TONES: Record<KitSound['role'], { hz: number; durationMs: number }> = {
  signal: { hz: 1_000, durationMs: 1_000 },
  message: { hz: 1_500, durationMs: 2_000 },
  exerciseBegin: { hz: 500, durationMs: 500 },
  exerciseEnd: { hz: 600, durationMs: 500 },
  allClear: { hz: 700, durationMs: 500 },
  correction: { hz: 800, durationMs: 500 },
}
/** One sounding of a warning: its signal and its message. */
export const WARNING_MS = TONES.signal.durationMs + TONES.message.durationMs
export const SIGNAL_HZ = TONES.signal.hz
export const MESSAGE_HZ = TONES.message.hz

/** A kit of plain tones, the same for every event: there before the first cluster asks for it. */
export class ShortKit implements SoundMaker {
  readonly #made = new Map<KitSound['role'], Promise<SoundPart>>()

  make({ role }: Pick<KitSound, 'role'>, making: SoundMaking): Promise<SoundPart> {
    const made = this.#made.get(role) ?? makeTone(TONES[role], making)
    this.#made.set(role, made)
    return made
  }
}

async function makeTone(
  { hz, durationMs }: { hz: number; durationMs: number },
  { media }: SoundMaking,
): Promise<SoundPart> {
  const path = media.temporaryPath()
  const source = `aevalsrc='0.3*sin(2*PI*${hz}*t)':s=48000:d=${durationMs / 1_000}`
  const encoding = ['-c:a', 'libopus', '-b:a', '32k', '-f', 'ogg', path]
  await promisify(execFile)('ffmpeg', ['-nostdin', '-v', 'error', '-f', 'lavfi', '-i', source, ...encoding])
  return { ...(await media.put(path)), durationMs }
}
