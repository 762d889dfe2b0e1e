import i18next from 'i18next'
import { bulletins } from '../vi/bulletins.ts'

i18next.addResourceBundle('vi', 'bulletins', bulletins)
