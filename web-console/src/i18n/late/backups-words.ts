import i18next from 'i18next'
import { backups } from '../vi/backups.ts'

i18next.addResourceBundle('vi', 'backups', backups)
