import { TextInput } from '@mantine/core'

interface PlaceNameFieldProps {
  label: string
  value: string
  onChange: (name: string) => void
  /** It has the focus when its dialog opens. */
  isFirst?: boolean
  flex?: string
}

/** As the shapes of areas, zones and clusters have it. */
const LENGTH_MAX = 200

/** What a place is called. */
export function PlaceNameField({ label, value, onChange, isFirst = false, flex }: PlaceNameFieldProps) {
  return (
    <TextInput
      label={label}
      required
      maxLength={LENGTH_MAX}
      {...(flex !== undefined && { flex })}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      autoComplete="off"
      {...(isFirst && { 'data-autofocus': true })}
    />
  )
}
