import { Button, Group } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api } from '../../../api/client.ts'
import { toastProblem } from '../../../components/toast.ts'
import type { NewBulletin } from './queue/new-bulletin.ts'
import { newBulletins } from './queue/new-bulletins.ts'

/** Hands new bulletins to the reviewers, one after another; whoever made them has just now made them. */
export function useSubmitNew() {
  return useMutation({
    mutationFn: async (items: readonly NewBulletin[]) => {
      for (const { newId, intake } of items) {
        await api.post(`/bulletins/${intake?.bulletinId}/submission`, undefined, { ifMatch: '*' })
        newBulletins.markSubmitted(newId)
      }
    },
    onError: toastProblem,
  })
}

export function isToSubmit({ step, isSubmitted, intake }: NewBulletin): boolean {
  return step === 'done' && !isSubmitted && intake?.bulletinId !== null
}

/** What comes after: look at it, or hand it to the reviewers at once. */
export function DoneActs({ item }: { item: NewBulletin }) {
  const { t } = useTranslation('bulletins')
  const submit = useSubmitNew()
  return (
    <Group gap="xs">
      {isToSubmit(item) && (
        <Button size="sm" variant="light" loading={submit.isPending} onClick={() => submit.mutate([item])}>
          {t('adding.submit')}
        </Button>
      )}
      <Button
        size="sm"
        variant="default"
        renderRoot={(props) => <Link to={`/ban-tin/${item.intake?.bulletinId}`} {...props} />}
      >
        {t('adding.open')}
      </Button>
    </Group>
  )
}
