import i18next from 'i18next'
import { sessions } from '../vi/sessions.ts'

i18next.addResourceBundle('vi', 'sessions', sessions)
