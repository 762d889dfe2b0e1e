import { useTranslation } from 'react-i18next'
import type { Origin } from './handed-down.ts'

/** Where a setting comes from, as a remark ("theo Xã A") and as a choice ("Theo Xã A"). */
export function useSayOrigin(origin: Origin<unknown>): { from: string; inherit: string } {
  const { t } = useTranslation('places')
  if (origin.kind === 'area') {
    const { name } = origin
    return { from: t('settings.fromArea', { name }), inherit: t('settings.inheritArea', { name }) }
  }
  if (origin.kind === 'above') return { from: t('settings.fromAbove'), inherit: t('settings.inherit') }
  return { from: t('settings.fromServer'), inherit: t('settings.inheritServer') }
}
