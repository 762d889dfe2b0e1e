import { useTranslation } from 'react-i18next'
import { emergencyPages } from '../../../../i18n/vi/emergency-pages.ts'
import { words } from '../../../../i18n/vi/words.ts'

type Refusal = keyof typeof emergencyPages.refusal
type Reason = keyof typeof words.reason

/** Why it was not heard there, in words of the trade. */
export function useSayReason(): (code: string) => string {
  const { t } = useTranslation('emergency')
  const { t: word } = useTranslation('words')
  return (code) => {
    if (isRefusal(code)) return t(`refusal.${code}`)
    if (isReason(code)) return word(`reason.${code}`)
    return t('refusal.other', { code })
  }
}

function isRefusal(code: string): code is Exclude<Refusal, 'other'> {
  return code in emergencyPages.refusal && code !== 'other'
}

function isReason(code: string): code is Reason {
  return code in words.reason
}
