import i18next from 'i18next'
import { emergencyPages } from '../vi/emergency-pages.ts'

/** Beside those that every page has. */
const IS_DEEP = true
i18next.addResourceBundle('vi', 'emergency', emergencyPages, IS_DEEP)
