import { emergencyPages } from './emergency-pages.ts'
import { first } from './first.ts'

/** All of Vietnamese: what the first load has, and what comes with the pages that need it. */
export const vi = { ...first, emergency: { ...first.emergency, ...emergencyPages } }
