import { NumberInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { randomId } from '../../../../api/random-id.ts'
import { Dialog } from '../../../../components/dialogs/dialog.tsx'
import { SaveActs } from '../../../../components/dialogs/dialog-acts.tsx'
import { PlainForm } from '../../../../components/dialogs/plain-form.tsx'
import { RelayListen } from '../../../../components/relay/relay-listen.tsx'
import { stationOf } from '../../../../components/relay/station.ts'
import type { FormRelay } from '../../model/programme-form.ts'
import { AddressField } from './address-field.tsx'
import { FallbackField } from './fallback-field.tsx'
import { MINUTES_MAX, type RelayForm, readAddress, relayFormOf, relayItemOf } from './relay-form.ts'

interface RelayDialogProps {
  /** Null for a new one. */
  item: FormRelay | null
  onDone: (item: FormRelay) => void
  onClose: () => void
}

/** One relay of the playlist: which station, how long at most, what is said in its place; and what it sounds like now. */
export function RelayDialog({ item, onDone, onClose }: RelayDialogProps) {
  const { t } = useTranslation('relays')
  const [form, setForm] = useState(() => relayFormOf(item))
  const [isAsked, setIsAsked] = useState(false)
  const change = (patch: Partial<RelayForm>) => setForm((before) => ({ ...before, ...patch }))
  const read = readAddress(form.address)
  const address = () => {
    setIsAsked(true)
    return 'url' in read ? read.url : null
  }
  const done = () => {
    const url = address()
    if (url === null) return
    const { itemId = randomId('item'), gapSeconds = 0 } = item ?? {}
    onDone(relayItemOf(form, { url, itemId, gapSeconds }))
  }
  return (
    <Dialog onClose={onClose} size="lg" title={t(item ? 'dialog.change' : 'dialog.add')}>
      <PlainForm onSubmit={done}>
        <AddressField
          value={form.address}
          error={isAsked && 'bad' in read ? t(`address.bad.${read.bad}`) : null}
          onChange={(text) => change({ address: text })}
          onChoose={({ url, title }) => change({ address: url, title: form.title || title })}
        />
        <RelayListen key={form.address} address={address} />
        <TextInput
          label={t('name.label')}
          description={t('name.hint')}
          placeholder={'url' in read ? stationOf(read.url) : t('name.placeholder')}
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
