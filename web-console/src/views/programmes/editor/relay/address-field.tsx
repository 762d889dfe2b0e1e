import { Autocomplete, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ProgrammeAnswer } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { keys } from '../../../../api/keys.ts'
import { allOf } from '../../../../api/queries.ts'
import { type UsedStation, usedStations } from './used-stations.ts'

interface AddressFieldProps {
  value: string
  /** What is wrong with it, once that has been asked for. */
  error: string | null
  onChange: (address: string) => void
  /** One of those used before was chosen. */
  onChoose: (station: UsedStation) => void
}

/** Where a station is heard on the Internet; those that were relayed before are offered. */
export function AddressField({ value, error, onChange, onChoose }: AddressFieldProps) {
  const { t } = useTranslation('relays')
  const stations = useUsedStations()
  const titleOf = (url: string) => stations.find((station) => station.url === url)?.title
  // What stands there already is no offer, and would lie over the fields below.
  const offered = stations.flatMap(({ url }) => (url === value ? [] : url))
  return (
    <Autocomplete
      required
      type="url"
      inputMode="url"
      data-autofocus
      // It has the focus from the first: a list of stations would lie over the fields below it.
      openOnFocus={false}
      label={t('address.label')}
      description={t('address.hint')}
      placeholder="https://…"
      maxLength={2_000}
      value={value}
      error={error}
      data={offered}
      renderOption={({ option }) => (
        <div style={{ minWidth: 0 }}>
          <Text size="sm" fw={500}>
            {titleOf(option.value)}
          </Text>
          <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {option.value}
          </Text>
        </div>
      )}
      onChange={onChange}
      onOptionSubmit={(url) => onChoose({ url, title: titleOf(url) ?? '' })}
    />
  )
}

/** Under the key of "used in": both read all programmes, once. */
function useUsedStations(): UsedStation[] {
  const { data = [] } = useQuery({
    queryKey: [...keys.programmes(), 'all'],
    queryFn: ({ signal }) => allOf<ProgrammeAnswer>('/programmes', { count: 200 }, signal),
  })
  return usedStations(data)
}
