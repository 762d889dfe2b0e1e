import { Drawer, Tabs } from '@mantine/core'
import { IconKeyboard, IconUpload } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { SpeechPanel } from './speech/speech-panel.tsx'
import { UploadPanel } from './upload-panel.tsx'

/** Two ways to a new bulletin. Closing it loses nothing: the list lives outside. */
export function AddingDrawer({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation('bulletins')
  const { t: common } = useTranslation('common')
  return (
    <Drawer
      opened={isOpen}
      onClose={onClose}
      position="right"
      size="min(100vw, 44rem)"
      title={t('add')}
      styles={{ title: { fontSize: 'var(--mantine-font-size-xl)', fontWeight: 600 } }}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <Tabs defaultValue="upload" keepMounted>
        <Tabs.List mb="md">
          <Tabs.Tab value="upload" leftSection={<IconUpload aria-hidden size={18} />}>
            {t('adding.upload')}
          </Tabs.Tab>
          <Tabs.Tab value="speak" leftSection={<IconKeyboard aria-hidden size={18} />}>
            {t('adding.speak')}
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="upload">
          <UploadPanel />
        </Tabs.Panel>
        <Tabs.Panel value="speak">
          <SpeechPanel />
        </Tabs.Panel>
      </Tabs>
    </Drawer>
  )
}
