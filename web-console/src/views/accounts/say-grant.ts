import type { Grant } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { useAreas } from '../../api/queries.ts'

/** "Người duyệt · Xã An Bình". */
export function useSayGrant(): (grant: Grant) => string {
  const { t } = useTranslation('accounts')
  const { t: words } = useTranslation('words')
  const { data: areas = [] } = useAreas()
  return ({ role, areaId }) => {
    const area =
      areaId === null ? t('everywhere') : (areas.find((one) => one.areaId === areaId)?.name ?? areaId)
    return t('roleAt', { role: words(`role.${role}`), area })
  }
}
