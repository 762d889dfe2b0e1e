import { SegmentedControl } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { RelayListen } from '../../../../components/relay/relay-listen.tsx'
import { AddressField } from './address-field.tsx'
import { FrequencyField } from './frequency-field.tsx'
import { type RelayForm, readAddress, readFrequency } from './relay-form.ts'

interface SourceFieldsProps {
  form: RelayForm
  change: (patch: Partial<RelayForm>) => void
  /** What is wrong is said. */
  isAsked: boolean
  /** It is to be said from now on. */
  onAsk: () => void
}

/** Where another station comes from: an address on the Internet, or a frequency that the clusters receive themselves. */
export function SourceFields({ form, change, isAsked, onAsk }: SourceFieldsProps) {
  const { t } = useTranslation('relays')
  return (
    <>
      <SegmentedControl
        aria-label={t('kind.label')}
        value={form.kind}
        onChange={(kind) => change({ kind })}
        data={[
          { value: 'stream', label: t('kind.stream') },
          { value: 'tuner', label: t('kind.tuner') },
        ]}
      />
      {form.kind === 'stream' ? (
        <StreamFields {...{ form, change, isAsked, onAsk }} />
      ) : (
        <TunerField {...{ form, change, isAsked }} />
      )}
    </>
  )
}

function StreamFields({ form, change, isAsked, onAsk }: SourceFieldsProps) {
  const { t } = useTranslation('relays')
  const read = readAddress(form.address)
  const address = () => {
    onAsk()
    return 'url' in read ? read.url : null
  }
  return (
    <>
      <AddressField
        value={form.address}
        error={isAsked && 'bad' in read ? t(`address.bad.${read.bad}`) : null}
        onChange={(text) => change({ address: text })}
        onChoose={({ url, title }) => change({ address: url, title: form.title || title })}
      />
      <RelayListen key={form.address} address={address} />
    </>
  )
}

function TunerField({ form, change, isAsked }: Omit<SourceFieldsProps, 'onAsk'>) {
  const { t } = useTranslation('relays')
  const read = readFrequency(form.megahertz)
  return (
    <FrequencyField
      value={form.megahertz}
      error={isAsked && 'bad' in read ? t(`frequency.bad.${read.bad}`) : null}
      onChange={(megahertz) => change({ megahertz })}
    />
  )
}
