import { type Cancellable, CodedError, MINUTE_MS } from '@tieng-lang/protocol'
import { listKitSounds, removeKitSound, replaceKitSound } from '../../storage/emergencies/emergency-kit.ts'
import { deliverAllConfigs } from '../delivery/cluster-config.ts'
import type { Services } from '../services.ts'
import { keyOf } from './kit-state.ts'
import { type KitRecipe, kitRecipes } from './recipes.ts'
import type { SoundMaker } from './sound-maker.ts'

/** Where something is missing on this machine (a program, room on the disk), it may be there later. */
const AGAIN_MS = 10 * MINUTE_MS

/**
 * Makes at the first start, in the background and one after the other, every sound that the kit is short of; later
 * starts find all of them and do nothing. Clusters are told when all there is to make has been tried.
 */
export class KitMaker {
  readonly #services: Services
  readonly #maker: SoundMaker
  readonly #stopping = new AbortController()
  #running: Promise<void> = Promise.resolve()
  #timer: Cancellable | undefined

  constructor(services: Services, maker: SoundMaker) {
    this.#services = services
    this.#maker = maker
  }

  start(): void {
    this.#running = this.#run()
  }

  /** Gives up what is under way and waits until nothing of it runs. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    this.#timer?.cancel()
    await this.#running
  }

  /** Resolves when what was started has been tried. */
  settled(): Promise<void> {
    return this.#running
  }

  async #run(): Promise<void> {
    const services = this.#services
    try {
      forgetUnknown(services)
      const missing = await missingRecipes(services)
      if (missing.length === 0) return
      let madeCount = 0
      for (const recipe of missing) if (await this.#make(recipe)) madeCount += 1
      if (this.#stopping.signal.aborted) return
      services.log?.info(
        { madeCount, missingCount: missing.length - madeCount },
        'sounds for emergencies are made',
      )
      if (madeCount > 0) await deliverAllConfigs(services)
      if (madeCount < missing.length) this.#again()
    } catch (cause) {
      // A full disk, an ended database: the clusters keep what they have.
      services.reports.count(undefined, 'kitNotMade', String(cause))
      this.#again()
    }
  }

  /** Gives whether it was made; one that cannot be made keeps none of the others back. */
  async #make(recipe: KitRecipe): Promise<boolean> {
    const { database, clock, reports, media } = this.#services
    const { signal } = this.#stopping
    if (signal.aborted) return false
    try {
      const part = await this.#maker.make(recipe, { media, signal })
      const { made: _, ...named } = recipe
      replaceKitSound(database, { ...named, ...part, madeAt: clock.now() })
      return true
    } catch (cause) {
      if (!(cause instanceof CodedError)) throw cause
      if (cause.code !== 'aborted') reports.count(undefined, 'kitNotMade', `${cause.code}: ${cause.message}`)
      return false
    }
  }

  #again(): void {
    if (this.#stopping.signal.aborted) return
    this.#timer = this.#services.clock.after(AGAIN_MS, () => this.start())
  }
}

/** What is to be made: without it, by an older recipe, or gone from the media store. */
async function missingRecipes({ database, media }: Services): Promise<KitRecipe[]> {
  const held = new Map(listKitSounds(database).map((sound) => [keyOf(sound), sound]))
  const missing: KitRecipe[] = []
  for (const recipe of kitRecipes()) {
    const sound = held.get(keyOf(recipe))
    const isHeld = sound?.recipe === recipe.recipe && (await media.sizeOf(sound.sha256)) === sound.sizeBytes
    if (!isHeld) missing.push(recipe)
  }
  return missing
}

function forgetUnknown({ database }: Services): void {
  const known = new Set(kitRecipes().map(keyOf))
  for (const sound of listKitSounds(database)) if (!known.has(keyOf(sound))) removeKitSound(database, sound)
}
