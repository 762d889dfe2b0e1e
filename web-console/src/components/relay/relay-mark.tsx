import { Center, VisuallyHidden } from '@mantine/core'
import { IconBuildingBroadcastTower } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

/** Before a title in a line of text: this is another station and no recording. `size` in pixels. */
export function RelayMark({ size = 16 }: { size?: number }) {
  const { t } = useTranslation('words')
  return (
    <>
      <IconBuildingBroadcastTower
        aria-hidden
        size={size}
        style={{ flex: 'none', marginInlineEnd: 4, verticalAlign: '-0.15em' }}
      />
      <VisuallyHidden>{t('relay')}: </VisuallyHidden>
    </>
  )
}

/** The same in a list, where a recording has its button to listen. */
export function RelaySeal() {
  const { t } = useTranslation('words')
  return (
    <Center w={44} h={44} style={{ flex: 'none' }}>
      <IconBuildingBroadcastTower aria-hidden size={26} />
      <VisuallyHidden>{t('relay')}</VisuallyHidden>
    </Center>
  )
}
