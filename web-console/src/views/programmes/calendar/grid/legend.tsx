import { Group, Text } from '@mantine/core'
import { IconBuildingBroadcastTower } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { ENTRY_LOOKS, EntryShape, useLookWord } from '../entry-look.tsx'

/** What the looks of the grid's boxes mean. */
export function Legend() {
  const { t } = useTranslation('programmes')
  const lookWord = useLookWord()
  return (
    <Group
      component="ul"
      gap="md"
      m={0}
      mt="sm"
      p={0}
      style={{ listStyle: 'none' }}
      aria-label={t('calendar.legend')}
    >
      {ENTRY_LOOKS.map((look) => (
        <Group component="li" key={look} gap={6}>
          <span className={`tl-legend tl-slot-${look}`}>
            <EntryShape look={look} size={12} />
          </span>
          <Text size="sm">{lookWord(look)}</Text>
        </Group>
      ))}
      <Group component="li" gap={6}>
        <span className="tl-legend tl-quiet" />
        <Text size="sm">{t('calendar.quiet')}</Text>
      </Group>
      <Group component="li" gap={6}>
        <IconBuildingBroadcastTower aria-hidden size={18} />
        <Text size="sm">{t('calendar.hasRelay')}</Text>
      </Group>
    </Group>
  )
}
