import i18next from 'i18next'
import { places } from '../vi/places.ts'

i18next.addResourceBundle('vi', 'places', places)
