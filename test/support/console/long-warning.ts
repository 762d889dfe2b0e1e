import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { KitSound, SoundPart } from '@tieng-lang/protocol'
import type { SoundMaker, SoundMaking } from '../../../server/src/broadcasting/emergency-kit/sound-maker.ts'

/** A message that is still being said while a person finds the button that ends it. */
const MESSAGE_MS = 60_000
const OTHERS_MS = 1_000
const TONE_HZ = 1_200

/** A kit of one plain tone, the same for every event, with a message of a minute. */
export class LongWarning implements SoundMaker {
  readonly #made = new Map<KitSound['role'], Promise<SoundPart>>()

  make({ role }: Pick<KitSound, 'role'>, making: SoundMaking): Promise<SoundPart> {
    const made = this.#made.get(role) ?? makeTone(role, making)
    this.#made.set(role, made)
    return made
  }
}

async function makeTone(role: KitSound['role'], { media }: SoundMaking): Promise<SoundPart> {
  const durationMs = role === 'message' ? MESSAGE_MS : OTHERS_MS
  const path = media.temporaryPath()
  const source = `sine=frequency=${TONE_HZ}:sample_rate=48000:duration=${durationMs / 1_000}`
  const encoding = ['-c:a', 'libopus', '-b:a', '32k', '-f', 'ogg', path]
  await promisify(execFile)('ffmpeg', ['-nostdin', '-v', 'error', '-f', 'lavfi', '-i', source, ...encoding])
  return { ...(await media.put(path)), durationMs }
}
