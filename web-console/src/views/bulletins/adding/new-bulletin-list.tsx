import { Button, Group, Stack, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { isToSubmit, useSubmitNew } from './done-acts.tsx'
import { NewBulletinLine } from './new-bulletin-line.tsx'
import { newBulletins, useNewBulletins } from './queue/new-bulletins.ts'

/** Everything that is on its way in, whether uploaded or spoken. */
export function NewBulletinList() {
  const { t } = useTranslation('bulletins')
  const { items, shared } = useNewBulletins()
  const submit = useSubmitNew()
  const toSubmit = items.filter(isToSubmit)
  if (items.length === 0) return null
  return (
    <Stack gap="sm">
      <Title order={2} size="h4">
        {t('adding.files')}
      </Title>
      <Stack component="ul" gap="xs" p={0} m={0} style={{ listStyle: 'none' }} aria-label={t('adding.files')}>
        {items.map((item) => (
          <NewBulletinLine key={item.newId} item={item} shared={shared} />
        ))}
      </Stack>
      <Group gap="xs">
        {toSubmit.length > 1 && (
          <Button variant="light" loading={submit.isPending} onClick={() => submit.mutate(toSubmit)}>
            {t('adding.submitAll', { count: toSubmit.length })}
          </Button>
        )}
        {items.some(({ step }) => step === 'done') && (
          <Button variant="subtle" onClick={() => newBulletins.removeDone()}>
            {t('adding.clearDone')}
          </Button>
        )}
      </Group>
    </Stack>
  )
}
