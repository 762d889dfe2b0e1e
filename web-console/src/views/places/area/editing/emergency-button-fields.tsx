import { Radio, Select, Stack, Title } from '@mantine/core'
import type { AreaSettings } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'
import { EVENTS } from '../../../../components/emergency/event-looks.ts'
import type { Origin } from '../../model/handed-down.ts'
import { useOrigin } from '../../model/use-origin.ts'
import { SERVER_BUTTON, useSayButton } from '../../model/use-say-button.ts'
import { useSayOrigin } from '../../model/use-say-origin.ts'
import type { AreaPartProps } from '../area-panel.tsx'

type Button = AreaSettings['emergencyButton']
type Widens = AreaSettings['emergencyButtonWidens']

interface EmergencyButtonFieldsProps extends AreaPartProps {
  value: AreaSettings
  onChange: (part: { emergencyButton?: Button; emergencyButtonWidens?: Widens }) => void
}

const INHERIT = 'inherit'

/** What the button on a cluster's pole warns of, and whether the whole area then hears it. */
export function EmergencyButtonFields({ area, known, value, onChange }: EmergencyButtonFieldsProps) {
  const { t } = useTranslation('places')
  const above = { areas: known.areas, parentId: area.parentId }
  const { sayEvent, sayWidens } = useSayButton()
  const eventOrigin = useOrigin('emergencyButton', above)
  const widensOrigin = useOrigin('emergencyButtonWidens', above)
  const { inherit: inheritEvent } = useSayOrigin(eventOrigin)
  const { inherit: inheritWidens } = useSayOrigin(widensOrigin)
  const events = ['none', ...EVENTS] as const
  return (
    <>
      <Title order={3} size="h5">
        {t('settings.button')}
      </Title>
      <Select
        label={t('settings.buttonEvent')}
        description={t('settings.buttonHint')}
        data={[
          {
            value: INHERIT,
            label: choiceOf(inheritEvent, eventOrigin, (own) => sayEvent(own ?? SERVER_BUTTON.event)),
          },
          ...events.map((event) => ({ value: event, label: sayEvent(event) })),
        ]}
        value={value.emergencyButton ?? INHERIT}
        onChange={(chosen) => onChange({ emergencyButton: events.find((event) => event === chosen) })}
        allowDeselect={false}
      />
      <Radio.Group
        label={t('settings.buttonWidens')}
        description={t('settings.buttonWidensHint')}
        value={value.emergencyButtonWidens ?? INHERIT}
        onChange={(choice) =>
          onChange({ emergencyButtonWidens: choice === 'none' || choice === 'area' ? choice : undefined })
        }
      >
        <Stack gap="xs" pt="xs">
          <Radio
            size="md"
            value={INHERIT}
            label={choiceOf(inheritWidens, widensOrigin, (own) => sayWidens(own ?? SERVER_BUTTON.widens))}
          />
          <Radio size="md" value="none" label={sayWidens('none')} />
          <Radio size="md" value="area" label={sayWidens('area')} />
        </Stack>
      </Radio.Group>
    </>
  )
}

/** "Theo Xã A (Bão)"; of areas that I may not look into, the value is not known. */
function choiceOf<Value>(
  inherit: string,
  origin: Origin<Value>,
  say: (value: Value | undefined) => string,
): string {
  if (origin.kind === 'above') return inherit
  return `${inherit} (${say(origin.kind === 'area' ? origin.value : undefined)})`
}
