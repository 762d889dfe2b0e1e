import { Alert, Button, NativeSelect, Stack, Switch, Text } from '@mantine/core'
import { IconAlertTriangle, IconMicrophone } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useSession } from '../../../session/session-context.ts'
import { keepHabits } from '../model/live-form.ts'
import { useStudio, useStudioState } from '../studio/studio-context.ts'
import { LevelMeter } from './level-meter.tsx'
import { LevelWords } from './level-words.tsx'
import { TroubleNotice } from './trouble-notice.tsx'

/** The microphone: turned on by whoever wants it, then its level, and which one where there are several. */
export function MicrophoneCard() {
  const { t } = useTranslation('live')
  const step = useStudioState(({ microphone }) => microphone)
  const trouble = useStudioState((state) => state.trouble)
  const isGone = useStudioState(({ isMicrophoneGone }) => isMicrophoneGone)
  return (
    <fieldset className="tl-choice">
      <legend>{t('microphone.heading')}</legend>
      <Stack gap="xs">
        {trouble && <TroubleNotice trouble={trouble} />}
        {isGone && (
          <Alert color="amber" icon={<IconAlertTriangle aria-hidden />} role="alert">
            {t('microphone.gone')}
          </Alert>
        )}
        {step === 'open' ? <OpenMicrophone /> : <TurnOn isAsking={step === 'asking'} />}
      </Stack>
    </fieldset>
  )
}

function TurnOn({ isAsking }: { isAsking: boolean }) {
  const { t } = useTranslation('live')
  const studio = useStudio()
  return (
    <div>
      <Button
        mih={48}
        loading={isAsking}
        leftSection={<IconMicrophone aria-hidden size={20} />}
        onClick={() => void studio.openMicrophone()}
      >
        {t('microphone.open')}
      </Button>
      <Text size="sm" c="dimmed" mt={4} role="status">
        {t(isAsking ? 'microphone.asking' : 'microphone.openHint')}
      </Text>
    </div>
  )
}

function OpenMicrophone() {
  const { t } = useTranslation('live')
  const studio = useStudio()
  const { operatorId } = useSession()
  const devices = useStudioState((state) => state.devices)
  const deviceId = useStudioState((state) => state.deviceId)
  const isCleaned = useStudioState((state) => state.isCleaned)
  const clean = (isOn: boolean) => {
    keepHabits(localStorage, operatorId, { isCleaned: isOn })
    void studio.openMicrophone({ deviceId, isCleaned: isOn })
  }
  return (
    <>
      <LevelMeter />
      <LevelWords />
      {devices.length > 1 && (
        <NativeSelect
          label={t('microphone.choose')}
          data={devices.map(({ deviceId: value, label }) => ({ value, label }))}
          value={deviceId}
          onChange={({ currentTarget }) =>
            void studio.openMicrophone({ deviceId: currentTarget.value, isCleaned })
          }
        />
      )}
      <Switch
        label={t('microphone.clean')}
        description={t('microphone.cleanHint')}
        checked={isCleaned}
        onChange={({ currentTarget }) => clean(currentTarget.checked)}
      />
    </>
  )
}
