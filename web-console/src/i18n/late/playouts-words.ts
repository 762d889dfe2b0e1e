import i18next from 'i18next'
import { playouts } from '../vi/playouts.ts'

i18next.addResourceBundle('vi', 'playouts', playouts)
