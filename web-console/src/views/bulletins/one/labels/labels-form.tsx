import { Button, Group, Select, SimpleGrid, Stack, TextInput } from '@mantine/core'
import type { BulletinAnswer } from '@tieng-lang/protocol/browser'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemError } from '../../../../api/problem-error.ts'
import { CATEGORIES, LANGUAGES, sayLanguage } from '../../../../components/bulletin/say-bulletin.ts'
import { DateField } from '../../../../components/dates/date-field.tsx'
import { ConflictDialog } from '../../../../components/dialogs/conflict-dialog.tsx'
import { FormProblem } from '../../../../components/dialogs/form-problem.tsx'
import { AreaPicker, byName } from '../../../../components/places/area-picker.tsx'
import { toast } from '../../../../components/toast.ts'
import { changeOf, draftOf, type LabelsDraft, mistakeOf } from './labels-draft.ts'
import { LabelsList } from './labels-list.tsx'
import { useLabelsChange } from './use-labels-change.ts'

/** Changes the words on a bulletin; the sound never changes. */
export function LabelsForm({ bulletin, onDone }: { bulletin: BulletinAnswer; onDone: () => void }) {
  const { t } = useTranslation('bulletins')
  const { t: common } = useTranslation('common')
  // What stood there when the form was opened: an update of the page must not change it under one's hands.
  const [before] = useState(bulletin)
  const [draft, setDraft] = useState(() => draftOf(bulletin))
  const [isAsked, setIsAsked] = useState(false)
  const save = useLabelsChange(bulletin.bulletinId)
  const mistake = isAsked ? mistakeOf(draft) : null
  const theirs = conflictOf(save.error)
  const done = () => {
    toast(common('saved'))
    onDone()
  }
  const put = (ifMatch: number) =>
    save.mutate({ change: changeOf(draft, before), ifMatch }, { onSuccess: done })
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    setIsAsked(true)
    if (mistakeOf(draft) === null) put(before.version)
  }
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="sm">
        <FormProblem cause={theirs ? null : save.error} />
        <Fields draft={draft} onChange={(change) => setDraft({ ...draft, ...change })} mistake={mistake} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            {common('cancel')}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t('labels.save')}
          </Button>
        </Group>
      </Stack>
      {theirs && (
        <ConflictDialog
          isOpen
          mine={<LabelsList labels={{ ...theirs, ...changeOf(draft, before) }} />}
          theirs={<LabelsList labels={theirs} />}
          onTakeTheirs={() => {
            save.takeTheirs(theirs)
            onDone()
          }}
          onPutMine={() => put(theirs.version)}
          onClose={save.reset}
        />
      )}
    </form>
  )
}

/** The bulletin as another has left it, where that is why mine was refused. */
function conflictOf(cause: unknown): BulletinAnswer | null {
  if (!(cause instanceof ProblemError) || cause.code !== 'changedMeanwhile') return null
  return cause.current as BulletinAnswer
}

interface FieldsProps {
  draft: LabelsDraft
  onChange: (change: Partial<LabelsDraft>) => void
  mistake: ReturnType<typeof mistakeOf>
}

function Fields({ draft, onChange, mistake }: FieldsProps) {
  const { t } = useTranslation('bulletins')
  const { t: words } = useTranslation('words')
  return (
    <>
      <TextInput
        required
        label={t('labels.title')}
        maxLength={200}
        value={draft.title}
        onChange={(event) => onChange({ title: event.currentTarget.value })}
        error={mistake === 'titleMissing' && t('labels.titleMissing')}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <Select
          label={t('labels.category')}
          allowDeselect={false}
          data={CATEGORIES.map((value) => ({ value, label: words(`category.${value}`) }))}
          value={draft.category}
          onChange={(value) =>
            onChange({ category: CATEGORIES.find((known) => known === value) ?? draft.category })
          }
        />
        <AreaPicker
          allowDeselect={false}
          value={draft.areaId}
          onChange={(areaId) => areaId !== null && onChange({ areaId })}
        />
        <Select
          label={t('labels.language')}
          allowDeselect={false}
          searchable
          filter={byName}
          data={[...new Set([...LANGUAGES, draft.language])].map((value) => ({
            value,
            label: sayLanguage(t, value),
          }))}
          value={draft.language}
          onChange={(language) => onChange({ language: language ?? draft.language })}
        />
        <TextInput
          label={t('labels.audience')}
          placeholder={t('labels.audienceHint')}
          maxLength={200}
          value={draft.audience}
          onChange={(event) => onChange({ audience: event.currentTarget.value })}
        />
        <DateField
          clearable
          clearButtonProps={{ 'aria-label': t('clear', { name: t('labels.from') }) }}
          label={t('labels.from')}
          description={t('labels.dateHint')}
          value={draft.from || null}
          onChange={(from) => onChange({ from: from ?? '' })}
        />
        <DateField
          clearable
          clearButtonProps={{ 'aria-label': t('clear', { name: t('labels.until') }) }}
          label={t('labels.until')}
          description={t('labels.dateHint')}
          value={draft.until || null}
          onChange={(until) => onChange({ until: until ?? '' })}
          error={mistake === 'datesTurned' && t('labels.datesTurned')}
        />
      </SimpleGrid>
    </>
  )
}
