import i18next from 'i18next'
import { accounts } from '../vi/accounts.ts'

i18next.addResourceBundle('vi', 'accounts', accounts)
