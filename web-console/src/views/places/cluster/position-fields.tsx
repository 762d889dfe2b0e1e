import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { IconAlertTriangle, IconCurrentLocation } from '@tabler/icons-react'
import { type ChangeEvent, type ClipboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isInVietnam, readPosition } from '../model/position-text.ts'
import { readPositionFields, textOfPosition } from './cluster-form.ts'

type PositionText = { latitude: string; longitude: string }

interface PositionFieldsProps {
  value: PositionText
  onChange: (position: PositionText) => void
}

/** Two numbers, typed, pasted as a pair, or taken from where I stand. */
export function PositionFields({ value, onChange }: PositionFieldsProps) {
  const { t } = useTranslation('places')
  const position = readPositionFields(value)
  /** A pair fills both fields when it is pasted or left there; while it is typed it stays as it is. */
  const putPair = (text: string) => {
    const pair = readPosition(text)
    if (pair) onChange(textOfPosition(pair))
    return pair !== null
  }
  const field = (name: keyof PositionText) => ({
    value: value[name],
    onChange: (event: ChangeEvent<HTMLInputElement>) => onChange({ ...value, [name]: event.target.value }),
    onBlur: () => putPair(value[name]),
    onPaste: (event: ClipboardEvent) => {
      if (putPair(event.clipboardData.getData('text'))) event.preventDefault()
    },
  })
  return (
    <Stack gap="xs">
      <Group align="flex-end" gap="sm">
        <TextInput label={t('cluster.latitude')} inputMode="decimal" flex="1 1 8rem" {...field('latitude')} />
        <TextInput
          label={t('cluster.longitude')}
          inputMode="decimal"
          flex="1 1 8rem"
          {...field('longitude')}
        />
        <HereButton onFound={onChange} />
      </Group>
      <Text size="sm" c={position === 'wrong' ? 'var(--tl-fault)' : 'dimmed'} role="status">
        {t(position === 'wrong' ? 'cluster.positionWrong' : 'cluster.positionHint')}
      </Text>
      {position !== 'wrong' && position !== null && !isInVietnam(position) && (
        <Alert color="amber" variant="light" icon={<IconAlertTriangle aria-hidden />}>
          {t('cluster.outside')}
        </Alert>
      )}
    </Stack>
  )
}

/** Offered only where the browser has a position to give: over HTTPS, or on this very machine. */
function HereButton({ onFound }: { onFound: (position: PositionText) => void }) {
  const { t } = useTranslation('places')
  const [state, setState] = useState<'idle' | 'asking' | 'refused' | 'failed'>('idle')
  if (!window.isSecureContext || !('geolocation' in navigator)) return null
  const ask = () => {
    setState('asking')
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setState('idle')
        // 5 decimals are about a metre.
        onFound({ latitude: coords.latitude.toFixed(5), longitude: coords.longitude.toFixed(5) })
      },
      ({ code }) => setState(code === GeolocationPositionError.PERMISSION_DENIED ? 'refused' : 'failed'),
      { enableHighAccuracy: true, timeout: 15_000 },
    )
  }
  return (
    <>
      <Button
        variant="default"
        size="md"
        leftSection={<IconCurrentLocation aria-hidden size={18} />}
        loading={state === 'asking'}
        onClick={ask}
      >
        {t('cluster.here')}
      </Button>
      {(state === 'refused' || state === 'failed') && (
        <Text size="sm" c="var(--tl-fault)" role="alert" w="100%">
          {t(state === 'refused' ? 'cluster.hereRefused' : 'cluster.hereFailed')}
        </Text>
      )}
    </>
  )
}
