import type { AreaSettings } from '@tieng-lang/protocol/browser'
import { useTranslation } from 'react-i18next'

/** What the server takes where no area says anything. */
export const SERVER_BUTTON = { event: 'evacuation', widens: 'none' } as const

/** The settings of the button on the pole, in words. */
export function useSayButton() {
  const { t } = useTranslation('places')
  const { t: emergency } = useTranslation('emergency')
  return {
    sayEvent: (event: NonNullable<AreaSettings['emergencyButton']>) =>
      event === 'none' ? t('settings.buttonNothing') : emergency(`event.${event}`),
    sayWidens: (widens: NonNullable<AreaSettings['emergencyButtonWidens']>) =>
      t(`settings.buttonWidensTo.${widens}`),
  }
}
