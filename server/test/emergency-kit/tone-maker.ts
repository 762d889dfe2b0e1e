import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { SoundPart } from '@tieng-lang/protocol'
import { type KitRecipe, kitRecipes } from '../../src/broadcasting/emergency-kit/recipes.ts'
import type { SoundMaker, SoundMaking } from '../../src/broadcasting/emergency-kit/sound-maker.ts'

const DURATION_MS = 400
const LOWEST_HZ = 400
const STEP_HZ = 100

/** The pitch that stands for a sound of the kit in tests. */
export function toneHzOf({ role, event, language }: Pick<KitRecipe, 'role' | 'event' | 'language'>): number {
  const index = kitRecipes().findIndex(
    (recipe) => recipe.role === role && recipe.event === event && recipe.language === language,
  )
  return LOWEST_HZ + STEP_HZ * index
}

/** A kit of short tones, each at a pitch of its own, made by one run of ffmpeg: for tests that wait for no voice. */
export class ToneMaker implements SoundMaker {
  #made: Promise<Map<number, string>> | undefined
  /** How many sounds were asked for. */
  madeCount = 0

  async make(recipe: KitRecipe, { media }: SoundMaking): Promise<SoundPart> {
    this.madeCount += 1
    this.#made ??= makeTones(kitRecipes().map(toneHzOf), () => media.temporaryPath())
    const hz = toneHzOf(recipe)
    const path = (await this.#made).get(hz)
    if (path === undefined) throw new Error(`no tone of ${hz} Hz`)
    return { ...(await media.put(path)), durationMs: DURATION_MS }
  }
}

async function makeTones(pitches: readonly number[], pathOf: () => string): Promise<Map<number, string>> {
  const made = new Map(pitches.map((hz) => [hz, pathOf()]))
  const inputs = pitches.flatMap((hz) => ['-f', 'lavfi', '-i', `sine=${hz}:d=${DURATION_MS / 1_000}:r=48000`])
  const exact = ['-fflags', '+bitexact', '-flags:a', '+bitexact', '-c:a', 'libopus', '-b:a', '32k']
  const outputs = [...made.values()].flatMap((path, index) => [
    '-map',
    `${index}:a`,
    ...exact,
    '-f',
    'ogg',
    path,
  ])
  await promisify(execFile)('ffmpeg', ['-nostdin', '-v', 'error', ...inputs, ...outputs])
  return made
}
