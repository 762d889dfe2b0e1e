import i18next from 'i18next'
import { emergencyPages } from './vi/emergency-pages.ts'

/** Whoever shows these words imports this: they come with the pages, so that the first load stays small. */
const IS_DEEP = true
i18next.addResourceBundle('vi', 'emergency', emergencyPages, IS_DEEP)
