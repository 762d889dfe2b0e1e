import type { AppOptions } from '../app.ts'
import { KitMaker } from '../broadcasting/emergency-kit/kit-maker.ts'
import { KitSoundMaker } from '../broadcasting/emergency-kit/sound-maker.ts'
import type { Services } from '../broadcasting/services.ts'
import { EspeakEngine } from '../media/speech/espeak-engine.ts'

/** Lets what the kit is short of be made in the background; clusters are told when it is there. */
export function startEmergencyKit(
  services: Services,
  how: AppOptions['emergencyKit'] = 'none',
): KitMaker | undefined {
  if (how === 'none') return undefined
  const { clock } = services
  const maker = how === 'make' ? new KitSoundMaker(new EspeakEngine(clock), clock) : how
  const kit = new KitMaker(services, maker)
  kit.start()
  return kit
}
