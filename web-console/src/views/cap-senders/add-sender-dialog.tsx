import { Group, NumberInput, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { NewCapSenderAnswer } from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { useAreas } from '../../api/queries.ts'
import { Dialog } from '../../components/dialogs/dialog.tsx'
import { SaveActs } from '../../components/dialogs/dialog-acts.tsx'
import { FormProblem } from '../../components/dialogs/form-problem.tsx'
import { PlainForm } from '../../components/dialogs/plain-form.tsx'
import { AreaPicker } from '../../components/places/area-picker.tsx'
import { RemovablePill } from '../../components/removable-pill.tsx'
import { PolicyField } from './policy-field.tsx'
import { EMPTY_SENDER, isSenderReady, newSenderOf, type SenderForm } from './sender-form.ts'

const NAME_MAX = 100
const PER_MINUTE_MAX = 600

interface AddSenderDialogProps {
  onClose: () => void
  onAdded: (answer: NewCapSenderAnswer) => void
}

/** A system that may send warnings: who it sends as, where it is heard, what it may do by itself. */
export function AddSenderDialog({ onClose, onAdded }: AddSenderDialogProps) {
  const { t } = useTranslation('capSenders')
  const client = useQueryClient()
  const [form, setForm] = useState(EMPTY_SENDER)
  const put = (part: Partial<SenderForm>) => setForm((old) => ({ ...old, ...part }))
  const adding = useMutation({
    mutationFn: () => api.post<NewCapSenderAnswer>('/cap-senders', newSenderOf(form)),
    onSuccess: (answer) => {
      void client.invalidateQueries({ queryKey: keys.capSenders })
      onClose()
      onAdded(answer)
    },
  })
  return (
    <Dialog onClose={onClose} size="lg" title={t('addTitle')} closeOnClickOutside={false}>
      <PlainForm onSubmit={() => adding.mutate()}>
        <TextInput
          label={t('name')}
          description={t('nameHint')}
          value={form.name}
          maxLength={NAME_MAX}
          onChange={({ currentTarget }) => put({ name: currentTarget.value })}
        />
        <Textarea
          label={t('senders')}
          description={t('sendersHint')}
          value={form.senders}
          autosize
          minRows={2}
          autoCapitalize="none"
          spellCheck={false}
          onChange={({ currentTarget }) => put({ senders: currentTarget.value })}
        />
        <AreasField value={form.areaIds} onChange={(areaIds) => put({ areaIds })} />
        <PolicyField value={form.policies} onChange={(policies) => put({ policies })} />
        <NumberInput
          label={t('perMinute')}
          value={form.perMinuteMax}
          min={1}
          max={PER_MINUTE_MAX}
          allowDecimal={false}
          onChange={(value) => put({ perMinuteMax: Number(value) || 1 })}
        />
        <FormProblem cause={adding.error} />
        <SaveActs
          save={t('create')}
          loading={adding.isPending}
          disabled={!isSenderReady(form)}
          onCancel={onClose}
        />
      </PlainForm>
    </Dialog>
  )
}

interface AreasFieldProps {
  value: SenderForm['areaIds']
  onChange: (areaIds: SenderForm['areaIds']) => void
}

/** Each choice is added; the field is empty again for the next. */
function AreasField({ value, onChange }: AreasFieldProps) {
  const { t } = useTranslation('capSenders')
  const { data: areas = [] } = useAreas()
  const nameOf = (id: string) => areas.find(({ areaId }) => areaId === id)?.name ?? id
  return (
    <div>
      <AreaPicker
        key={value.length}
        label={t('areas')}
        description={t('areasHint')}
        value={null}
        onChange={(areaId) => areaId && !value.includes(areaId) && onChange([...value, areaId])}
      />
      <Group gap={6} mt={6}>
        {value.map((areaId) => (
          <RemovablePill
            key={areaId}
            size="lg"
            removeLabel={t('removeArea', { name: nameOf(areaId) })}
            onRemove={() => onChange(value.filter((each) => each !== areaId))}
          >
            {nameOf(areaId)}
          </RemovablePill>
        ))}
      </Group>
    </div>
  )
}
