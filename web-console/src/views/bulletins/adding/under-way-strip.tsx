import { Button, Group, Progress, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { isUnderWay, progressOf } from './queue/new-bulletin.ts'
import { useNewBulletins } from './queue/new-bulletins.ts'

/** Above the list of bulletins: what is on its way in, with the way back to it. */
export function UnderWayStrip({ onShow }: { onShow: () => void }) {
  const { t } = useTranslation('bulletins')
  const { items } = useNewBulletins()
  if (items.length === 0) return null
  const underWay = items.filter(isUnderWay)
  const done = items.filter(({ step }) => step === 'done').length
  const failed = items.filter(({ step }) => step === 'failed').length
  const chosen = items.filter(({ step }) => step === 'chosen').length
  const facts = [
    underWay.length > 0 && t('adding.underWay', { count: underWay.length }),
    chosen > 0 && t('adding.chosenOnly', { count: chosen }),
    done > 0 && t('adding.allDone', { count: done }),
    failed > 0 && t('adding.someFailed', { count: failed }),
  ].filter(Boolean)
  const part = underWay.reduce((sum, item) => sum + progressOf(item), 0) / Math.max(1, underWay.length)
  return (
    <Group className="tl-surface" p="sm" mb="md" gap="sm" role="status">
      <Text flex="1 1 12rem">{facts.join(' · ')}</Text>
      {underWay.length > 0 && (
        <Progress
          flex="1 1 8rem"
          value={100 * part}
          aria-label={t('adding.underWay', { count: underWay.length })}
        />
      )}
      <Button variant="default" size="sm" onClick={onShow}>
        {t('adding.show')}
      </Button>
    </Group>
  )
}
