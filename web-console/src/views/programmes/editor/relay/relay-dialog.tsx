import { NumberInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { randomId } from '../../../../api/random-id.ts'
import { Dialog } from '../../../../components/dialogs/dialog.tsx'
import { SaveActs } from '../../../../components/dialogs/dialog-acts.tsx'
import { PlainForm } from '../../../../components/dialogs/plain-form.tsx'
import { useSayRelay } from '../../../../components/relay/use-say-relay.ts'
import type { FormRelay } from '../../model/programme-form.ts'
import { FallbackField } from './fallback-field.tsx'
import { MINUTES_MAX, type RelayForm, readSource, relayFormOf, relayItemOf } from './relay-form.ts'
import { SourceFields } from './source-fields.tsx'

interface RelayDialogProps {
  /** Null for a new one. */
  item: FormRelay | null
  onDone: (item: FormRelay) => void
  onClose: () => void
}

/** One relay of the playlist: which station, how long at most, what is said in its place; and what it sounds like now. */
export function RelayDialog({ item, onDone, onClose }: RelayDialogProps) {
  const { t } = useTranslation('relays')
  const say = useSayRelay()
  const [form, setForm] = useState(() => relayFormOf(item))
  const [isAsked, setIsAsked] = useState(false)
  const change = (patch: Partial<RelayForm>) => setForm((before) => ({ ...before, ...patch }))
  const source = readSource(form)
  const done = () => {
    setIsAsked(true)
    if (source === null) return
    const { itemId = randomId('item'), gapSeconds = 0 } = item ?? {}
    onDone(relayItemOf(form, { source, name: say.source(source), itemId, gapSeconds }))
  }
  return (
    <Dialog onClose={onClose} size="lg" title={t(item ? 'dialog.change' : 'dialog.add')}>
      <PlainForm onSubmit={done}>
        <SourceFields form={form} change={change} isAsked={isAsked} onAsk={() => setIsAsked(true)} />
        <TextInput
          label={t('name.label')}
          description={t('name.hint')}
          placeholder={source ? say.source(source) : t('name.placeholder')}
          maxLength={200}
          value={form.title}
          onChange={({ currentTarget }) => change({ title: currentTarget.value })}
        />
        <NumberInput
          label={t('minutes.label')}
          description={t('minutes.hint')}
          w={220}
          min={1}
          max={MINUTES_MAX}
          step={5}
          suffix={t('minutes.unit')}
          value={form.minutes}
          onChange={(minutes) => typeof minutes === 'number' && change({ minutes })}
        />
        <FallbackField
          bulletinId={form.fallbackBulletinId}
          onChange={(fallbackBulletinId) => change({ fallbackBulletinId })}
        />
        <SaveActs save={t(item ? 'dialog.keep' : 'dialog.put')} onCancel={onClose} />
      </PlainForm>
    </Dialog>
  )
}
