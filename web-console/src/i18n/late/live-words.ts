import i18next from 'i18next'
import { live } from '../vi/live.ts'

i18next.addResourceBundle('vi', 'live', live)
