export { systemChance } from './system-chance.ts'
export { systemClock } from './system-clock.ts'
