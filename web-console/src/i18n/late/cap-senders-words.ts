import i18next from 'i18next'
import { capSenders } from '../vi/cap-senders.ts'

i18next.addResourceBundle('vi', 'capSenders', capSenders)
