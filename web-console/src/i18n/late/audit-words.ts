import i18next from 'i18next'
import { audit } from '../vi/audit.ts'

i18next.addResourceBundle('vi', 'audit', audit)
