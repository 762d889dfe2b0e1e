import { Button, Group, Stack, Title } from '@mantine/core'
import { IconUpload } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DropZone } from './drop-zone.tsx'
import { NewBulletinList } from './new-bulletin-list.tsx'
import { labelsOf, readyOf } from './queue/new-bulletin.ts'
import { newBulletins, useNewBulletins } from './queue/new-bulletins.ts'
import { SharedFields } from './shared-fields.tsx'

/** Several files at once: chosen, looked over, sent. */
export function UploadPanel() {
  const { t } = useTranslation('bulletins')
  const { items, shared } = useNewBulletins()
  const [isAsked, setIsAsked] = useState(false)
  const chosen = items.filter(({ step }) => step === 'chosen')
  const isAreaMissing = isAsked && chosen.some((item) => labelsOf(shared, item).areaId === null)
  const start = () => {
    setIsAsked(chosen.some((item) => readyOf(shared, item) === null))
    newBulletins.start()
  }
  return (
    <Stack gap="md">
      <DropZone onFiles={(files) => newBulletins.chooseFiles(files)} />
      {chosen.length > 0 && (
        <Stack gap="xs">
          <Title order={2} size="h4">
            {t('adding.forAll')}
          </Title>
          <SharedFields
            value={shared}
            onChange={(change) => newBulletins.setShared(change)}
            areaError={isAreaMissing ? t('adding.areaMissing') : undefined}
          />
        </Stack>
      )}
      <NewBulletinList />
      {chosen.length > 0 && (
        <Group justify="flex-end" className="tl-adding-foot">
          <Button size="md" leftSection={<IconUpload aria-hidden size={18} />} onClick={start}>
            {t('adding.start', { count: chosen.length })}
          </Button>
        </Group>
      )}
    </Stack>
  )
}
