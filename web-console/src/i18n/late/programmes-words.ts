import i18next from 'i18next'
import { programmes } from '../vi/programmes.ts'

i18next.addResourceBundle('vi', 'programmes', programmes)
