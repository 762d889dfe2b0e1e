import { Stack, Text, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { PlaceChoice } from '../../../components/places/choice/place-choice.tsx'
import { usePlaceParts } from '../../../components/places/choice/place-parts.ts'
import type { OwnPlaces } from '../../../components/places/own-places.ts'
import { MicrophoneCard } from '../microphone/microphone-card.tsx'
import type { LiveForm } from '../model/live-form.ts'
import { RecordCard } from '../tape/record-card.tsx'
import { DelayChoice } from './delay-choice.tsx'
import { EmergencyChoice } from './emergency-choice.tsx'
import { SilencedChoice } from './silenced-choice.tsx'
import { StartAct } from './start-act.tsx'
import { useReach } from './use-reach.ts'
import { WayChoice } from './way-choice.tsx'

interface SetupSheetProps {
  own: OwnPlaces
  form: LiveForm
  onChange: (form: LiveForm) => void
}

/** Where, how and with which microphone, from top to bottom; below it what begins it. */
export function SetupSheet({ own, form, onChange }: SetupSheetProps) {
  const { t } = useTranslation('live')
  const parts = usePlaceParts()(form.place)
  const reach = useReach(form)
  const put = (change: Partial<LiveForm>) => onChange({ ...form, ...change })
  return (
    <div className="tl-live-setup">
      <Stack gap="md">
        <PlaceChoice
          label={t('where')}
          own={own}
          place={form.place}
          parts={parts}
          onChange={(place) => put({ place })}
        />
        <EmergencyChoice value={form.emergencyId} onChange={(emergencyId) => put({ emergencyId })} />
        <WayChoice value={form.way} onChange={(way) => put({ way })} />
      </Stack>
      <Stack gap="md">
        <MicrophoneCard />
        {form.way === 'record' && <RecordCard />}
      </Stack>
      <Stack gap="md">
        <SilencedChoice
          clusters={reach.clusters}
          value={form.silenced}
          onChange={(silenced) => put({ silenced })}
        />
        <details className="tl-folded">
          <summary>
            {t('more')}
            <Text span size="sm" c="dimmed" fw={400}>
              {t(`delay.${form.delay}`)}
            </Text>
          </summary>
          <Stack gap="md" mt="xs">
            <DelayChoice value={form.delay} onChange={(delay) => put({ delay })} />
            <TextInput
              label={t('name')}
              description={t('nameHint')}
              placeholder={reach.usualTitle}
              value={form.title}
              maxLength={200}
              onChange={({ currentTarget }) => put({ title: currentTarget.value })}
            />
          </Stack>
        </details>
      </Stack>
      <StartAct form={form} reach={reach} />
    </div>
  )
}
