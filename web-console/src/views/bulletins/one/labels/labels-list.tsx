import { Text } from '@mantine/core'
import type { BulletinLabels } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { useAreas } from '../../../../api/queries.ts'
import { useSayBulletin } from '../../../../components/bulletin/say-bulletin.ts'

/** The words on a bulletin, each under its name. */
export function LabelsList({ labels }: { labels: BulletinLabels }) {
  const { t } = useTranslation('bulletins')
  const { t: words } = useTranslation('words')
  const { data: areas = [] } = useAreas()
  const say = useSayBulletin()
  const area = areas.find(({ areaId }) => areaId === labels.areaId)?.name ?? ''
  const lines = [
    [t('labels.title'), labels.title],
    [t('labels.category'), words(`category.${labels.category}`)],
    [t('labels.area'), area],
    [t('labels.language'), say.language(labels.language)],
    [t('labels.audience'), labels.audience || t('labels.none')],
    [t('labels.days'), say.validity(labels.validity)],
  ] as const
  return (
    <dl className="tl-facts">
      {lines.map(([name, value]) => (
        <div key={name}>
          <Text component="dt" size="sm" c="dimmed">
            {name}
          </Text>
          <Text component="dd" m={0} style={{ overflowWrap: 'anywhere' }}>
            {value}
          </Text>
        </div>
      ))}
    </dl>
  )
}
