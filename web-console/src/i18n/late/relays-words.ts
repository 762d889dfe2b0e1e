import i18next from 'i18next'
import { relays } from '../vi/relays.ts'

i18next.addResourceBundle('vi', 'relays', relays)
