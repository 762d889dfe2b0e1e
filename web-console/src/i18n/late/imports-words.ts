import i18next from 'i18next'
import { imports } from '../vi/imports.ts'

i18next.addResourceBundle('vi', 'imports', imports)
