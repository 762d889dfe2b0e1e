import type { KitSound } from '@tieng-lang/protocol'
import type { StoredKitSound } from '../../storage/emergencies/emergency-kit.ts'
import { kitRecipes } from './recipes.ts'

/** Whether every sound that a recipe names has been made, by whatever edition of it. */
export function isKitComplete(sounds: readonly StoredKitSound[]): boolean {
  const held = new Set(sounds.map(keyOf))
  return kitRecipes().every((recipe) => held.has(keyOf(recipe)))
}

/** What there is one of. */
export function keyOf({ role, event, language }: Pick<KitSound, 'role' | 'event' | 'language'>): string {
  return `${role} ${event} ${language}`
}
