import i18next from 'i18next'
import { cluster } from '../vi/cluster.ts'

i18next.addResourceBundle('vi', 'cluster', cluster)
