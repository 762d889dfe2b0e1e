import { Radio, Stack } from '@mantine/core'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useOpenEmergencies } from '../../../api/emergencies/emergency-queries.ts'
import { useMaySomewhere } from '../../../session/session-context.ts'

interface EmergencyChoiceProps {
  value: string | null
  onChange: (emergencyId: string | null) => void
}

/** While one is under way: whether the voice belongs to it, and so is heard in quiet hours. Nothing where none is. */
export function EmergencyChoice({ value, onChange }: EmergencyChoiceProps) {
  const { t } = useTranslation('live')
  const mayRaise = useMaySomewhere('emergency.raise')
  const { data: lines = [], isSuccess } = useOpenEmergencies()
  const active = lines.filter(({ state }) => state === 'active')
  const isOver = value !== null && isSuccess && !active.some(({ emergencyId }) => emergencyId === value)
  useEffect(() => {
    if (isOver) onChange(null)
  }, [isOver, onChange])
  if (!mayRaise || active.length === 0) return null
  return (
    <Radio.Group
      label={t('emergency.label')}
      description={t('emergency.hint')}
      value={value ?? ''}
      onChange={(next) => onChange(next === '' ? null : next)}
    >
      <Stack gap="xs" mt={6}>
        <Radio value="" label={t('emergency.none')} />
        {active.map(({ emergencyId, event, areaNames }) => (
          <Radio
            key={emergencyId}
            value={emergencyId}
            label={t('emergency.belongs', {
              event: t(`event.${event}`, { ns: 'emergency' }),
              where: areaNames.join(', '),
            })}
          />
        ))}
      </Stack>
    </Radio.Group>
  )
}
