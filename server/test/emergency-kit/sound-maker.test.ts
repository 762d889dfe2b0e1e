import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CodedError, type SoundPart } from '@tieng-lang/protocol'
import { systemChance, systemClock } from '@tieng-lang/protocol/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type KitRecipe, kitRecipes } from '../../src/broadcasting/emergency-kit/recipes.ts'
import { KitSoundMaker } from '../../src/broadcasting/emergency-kit/sound-maker.ts'
import { measure } from '../../src/media/ffmpeg.ts'
import { readMeasurement } from '../../src/media/loudness.ts'
import { MediaStore } from '../../src/media/media-store.ts'
import { EspeakEngine } from '../../src/media/speech/espeak-engine.ts'

const folder = mkdtempSync(join(tmpdir(), 'tl-kit-'))
const media = new MediaStore(join(folder, 'media'), systemChance)
const maker = new KitSoundMaker(new EspeakEngine(systemClock), systemClock)
const { signal } = new AbortController()

beforeAll(() => media.start())
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function recipeOf(role: KitRecipe['role'], event: KitRecipe['event'], language: string | null): KitRecipe {
  const found = kitRecipes().find(
    (recipe) => recipe.role === role && recipe.event === event && recipe.language === language,
  )
  if (!found) throw new Error('no such recipe')
  return found
}

/** As ffmpeg's EBU R128 measures what was stored. */
async function measured({ sha256 }: SoundPart) {
  const limits = { clock: systemClock, runMsMax: 60_000, outputBytesMax: 1_000_000, durationMsMax: 200_000 }
  return readMeasurement((await measure(media.pathOf(sha256), limits)).stderr)
}

test('a siren is stored as loud as it was made, its true peaks under −3 dBTP, to the sample as long', async () => {
  const part = await maker.make(recipeOf('signal', 'storm', null), { media, signal })
  const { integratedLufs, truePeakDbtp, samples } = await measured(part)
  expect(Math.abs(integratedLufs - -12)).toBeLessThan(1.5)
  expect(truePeakDbtp).toBeLessThanOrEqual(-3)
  expect(samples).toBe(part.durationMs * 48)
})

test('an exercise’s signal is softer by 9 LU at least', async () => {
  const part = await maker.make(recipeOf('signal', null, null), { media, signal })
  expect((await measured(part)).integratedLufs).toBeLessThan(-21)
})

test('words are spoken slowly, and as loud as every bulletin', async () => {
  const part = await maker.make(recipeOf('exerciseBegin', null, 'vi'), { media, signal })
  const { integratedLufs, truePeakDbtp } = await measured(part)
  expect(part.durationMs).toBeGreaterThan(6_000)
  expect(integratedLufs).toBeGreaterThan(-19)
  expect(truePeakDbtp).toBeLessThanOrEqual(0)
})

test('what is given up leaves nothing behind', async () => {
  const gone = AbortSignal.abort()
  const making = maker.make(recipeOf('message', 'fire', 'vi'), { media, signal: gone })
  await expect(making).rejects.toSatisfy((cause) => cause instanceof CodedError && cause.code === 'aborted')
  expect(await media.list()).toHaveLength(3)
})
