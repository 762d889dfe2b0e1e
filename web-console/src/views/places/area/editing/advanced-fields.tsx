import { Button, Collapse, Stack, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { Origin } from '../../model/handed-down.ts'
import { useSayOrigin } from '../../model/use-say-origin.ts'

/** What most never open. */
export function AdvancedFields({ children }: { children: ReactNode }) {
  const { t } = useTranslation('places')
  const id = useId()
  const [isOpen, { toggle }] = useDisclosure(false)
  const Shape = isOpen ? IconChevronUp : IconChevronDown
  return (
    <div>
      <Button
        variant="subtle"
        px={0}
        rightSection={<Shape aria-hidden size={18} />}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={toggle}
      >
        {t('settings.advanced')}
      </Button>
      <Collapse expanded={isOpen} id={id}>
        <Stack pt="xs">{children}</Stack>
      </Collapse>
    </div>
  )
}

interface TimeZoneFieldProps {
  label?: string
  /** Undefined: taken from above. */
  value: string | undefined
  onChange: (timeZone: string | undefined) => void
  origin: Origin<string>
}

/** An IANA name such as Asia/Ho_Chi_Minh, from the browser's own list. */
export function TimeZoneField({ label, value, onChange, origin }: TimeZoneFieldProps) {
  const { t } = useTranslation('places')
  const id = useId()
  const { inherit } = useSayOrigin(origin)
  const placeholder = origin.kind === 'area' ? `${inherit}: ${origin.value}` : inherit
  return (
    <>
      <TextInput
        label={label ?? t('settings.timeZone')}
        description={t('settings.timeZoneHint')}
        placeholder={placeholder}
        list={id}
        value={value ?? ''}
        maxLength={64}
        onChange={({ currentTarget: { value: typed } }) => onChange(typed === '' ? undefined : typed)}
      />
      <datalist id={id}>
        {Intl.supportedValuesOf('timeZone').map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  )
}
